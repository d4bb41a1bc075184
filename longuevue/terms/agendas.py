"""World subjects that a question touches, and how near it is to daily life: closed lists, in two languages.
Which marker touches which is written on the shelf."""

from __future__ import annotations

from typing import Final

#: the international agendas that the founding text names (l. 219-222)
AGENDAS: Final[dict[str, dict[str, str]]] = {
    "environment": {"fr": "Environnement et climat", "en": "Environment and climate"},
    "security": {"fr": "Sécurité", "en": "Security"},
    "migration": {"fr": "Migrations", "en": "Migration"},
    "competition": {"fr": "Concurrence entre territoires", "en": "Competition between places"},
}

#: the seventeen sustainable development goals, in short
SDGS: Final[dict[int, dict[str, str]]] = {
    1: {"fr": "Pas de pauvreté", "en": "No poverty"},
    2: {"fr": "Faim « zéro »", "en": "Zero hunger"},
    3: {"fr": "Bonne santé", "en": "Good health"},
    4: {"fr": "Éducation de qualité", "en": "Quality education"},
    5: {"fr": "Égalité entre les sexes", "en": "Gender equality"},
    6: {"fr": "Eau propre", "en": "Clean water"},
    7: {"fr": "Énergie propre", "en": "Clean energy"},
    8: {"fr": "Travail décent et économie", "en": "Decent work and growth"},
    9: {"fr": "Industrie, innovation, transports", "en": "Industry, innovation, transport"},
    10: {"fr": "Inégalités réduites", "en": "Reduced inequalities"},
    11: {"fr": "Villes durables", "en": "Sustainable cities"},
    12: {"fr": "Consommation responsable", "en": "Responsible consumption"},
    13: {"fr": "Climat", "en": "Climate action"},
    14: {"fr": "Vie aquatique", "en": "Life below water"},
    15: {"fr": "Vie terrestre", "en": "Life on land"},
    16: {"fr": "Paix, justice, institutions", "en": "Peace, justice, institutions"},
    17: {"fr": "Partenariats", "en": "Partnerships"},
}

#: goals and agendas as a record carries them: `sdg-4`, `agenda-migration`
TAGS: Final[dict[str, dict[str, str]]] = {
    **{f"sdg-{n}": {"fr": f"ODD {n} · {names['fr']}", "en": f"SDG {n} · {names['en']}"} for n, names in SDGS.items()},
    **{f"agenda-{key}": names for key, names in AGENDAS.items()},
}

#: how near a question is to daily life: our guess, a sentence and never a score
MET: Final[dict[str, dict[str, str]]] = {
    "daily": {
        "fr": "Presque chacun le croise au quotidien, souvent sans y penser.",
        "en": "Almost everyone meets it in daily life, often without thinking of it.",
    },
    "often": {
        "fr": "Beaucoup d'habitants le rencontrent plusieurs fois par an.",
        "en": "Many residents meet it several times a year.",
    },
    "sometimes": {
        "fr": "Une partie des habitants le rencontre de temps en temps.",
        "en": "Some residents meet it from time to time.",
    },
    "rarely": {
        "fr": "Peu d'habitants le vivent, mais il marque ceux qui le vivent.",
        "en": "Few residents live it, but it marks those who do.",
    },
    "indirect": {
        "fr": "On ne le voit pas soi-même : il faut que quelqu'un le raconte.",
        "en": "One does not see it oneself: someone has to tell it.",
    },
}
