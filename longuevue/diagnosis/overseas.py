"""Who counts what in the overseas collectivities, where the publishers at hand say nothing. No figure lives here."""

from __future__ import annotations

from typing import Final

#: collectivity → the office that could count there (law of each collectivity; INSEE's own census covers the first three)
OFFICES: Final[dict[str, dict[str, str]]] = {
    "975": {"fr": "l'INSEE et la collectivité de Saint-Pierre-et-Miquelon", "en": "INSEE and the collectivity"},
    "977": {"fr": "l'INSEE et la collectivité de Saint-Barthélemy", "en": "INSEE and the collectivity"},
    "978": {"fr": "l'INSEE et la collectivité de Saint-Martin", "en": "INSEE and the collectivity"},
    "984": {
        "fr": "l'administration des Terres australes et antarctiques françaises",
        "en": "the administration of the TAAF",
    },
    "986": {
        "fr": "le service territorial de la statistique (STSEE) de Wallis-et-Futuna",
        "en": "the territorial statistics service (STSEE) of Wallis and Futuna",
    },
    "987": {
        "fr": "l'institut de la statistique de la Polynésie française (ISPF)",
        "en": "the statistics institute of French Polynesia (ISPF)",
    },
    "988": {
        "fr": "l'institut de la statistique de Nouvelle-Calédonie (ISEE)",
        "en": "the statistics institute of New Caledonia (ISEE)",
    },
    "989": {"fr": "l'État : personne n'y réside", "en": "the State: nobody lives there"},
}


def notice_of(zone: str, departement: str | None) -> dict[str, str] | None:
    """What must be said first of a place that no publisher at hand covers; None anywhere else."""
    if zone != "com":
        return None
    office = OFFICES.get(departement or "", {"fr": "la collectivité", "en": "the collectivity"})
    return {
        "fr": "Collectivité d'outre-mer : presque aucun des producteurs que nous lisons ne la couvre, et les chiffres "
        f"de la France entière ne la comptent pas. Qui pourrait compter : {office['fr']}.",
        "en": "Overseas collectivity: hardly any publisher that we read covers it, and figures for France as a whole "
        f"do not count it. Who could count: {office['en']}.",
    }
