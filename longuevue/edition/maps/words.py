"""What a map says in words, French then English: title, legend, alternative text, whose outlines. Numbers are given."""

from __future__ import annotations

from typing import Final

from longuevue.terms.numbers import french_spaces
from longuevue.terms.words import STATUS_NAMES

_SAID: Final[dict[str, tuple[str, str]]] = {
    "zero": ("zéro : on a compté, il n'y en a aucun", "zero: it was counted, there are none"),
    "from_to": ("de {low} à {high}", "{low} to {high}"),
    "quantiles": ("Classes : autant de territoires dans chacune.", "Classes: as many places in each."),
    "natural": (
        "Classes : coupées là où les chiffres s'écartent le plus.",
        "Classes: cut where the figures stand furthest apart.",
    ),
    "values": ("Une couleur par valeur.", "One colour per value."),
    "title": ("{marker}, {period}, par {level}", "{marker}, {period}, by {level}"),
    "title_within": ("{marker}, {period}, par {level} : {place}", "{marker}, {period}, by {level}: {place}"),
    "alt_none": (
        "Carte : {title}. Aucun des {total} territoires n'a de chiffre.",
        "Map: {title}. None of the {total} places has a figure.",
    ),
    "alt": (
        "Carte : {title}. {count} territoires sur {total} ont un chiffre, de {low} à {high} ; la moitié se trouve "
        "entre {quarter} et {three}.",
        "Map: {title}. {count} places out of {total} have a figure, from {low} to {high}; half of them lie between "
        "{quarter} and {three}.",
    ),
    "alt_few": (
        "Carte : {title}. {count} territoires sur {total} ont un chiffre, de {low} à {high}.",
        "Map: {title}. {count} places out of {total} have a figure, from {low} to {high}.",
    ),
    "alt_one": (
        "Carte : {title}. Un seul territoire sur {total} a un chiffre : {low}.",
        "Map: {title}. A single place out of {total} has a figure: {low}.",
    ),
    "alt_status": ("{name} : {count}.", "{name}: {count}."),
    "alt_twin": (
        "Le tableau de la page donne chaque chiffre.",
        "The table on the page gives every figure.",
    ),
    "squares": (
        "{count} territoires n'ont pas de contour libre : chacun est un carré, rangé par ordre de nom dans son "
        "département ; la place du carré ne veut rien dire.",
        "{count} places have no open outline: each is a square, in the order of names inside its département; where "
        "the square lies means nothing.",
    ),
    "grid": (
        "{count} territoires sans contour libre sont rangés à part, par ordre de nom.",
        "{count} places without an open outline are set apart, in the order of names.",
    ),
    "approximate": (
        "{count} contours sont incomplets : une partie des communes n'a pas de contour libre.",
        "{count} outlines are incomplete: some communes have no open outline.",
    ),
    "undrawn": ("Sans contour, non dessinés : {names}.", "Without outline, not drawn: {names}."),
    "origins": ("Contours : {names}.", "Outlines: {names}."),
    "source": ("Source des chiffres : {names}.", "Source of the figures: {names}."),
    "world_title": (
        "{marker}, {period} : pays partenaires de {place}",
        "{marker}, {period}: partner countries of {place}",
    ),
    "world_alt": (
        "Carte du monde : {title}. {count} pays partenaires, de {low} à {high} : {names}.",
        "Map of the world: {title}. {count} partner countries, from {low} to {high}: {names}.",
    ),
    "world_alt_same": (
        "Carte du monde : {title}. {count} pays partenaires, {low} chacun : {names}.",
        "Map of the world: {title}. {count} partner countries, {low} each: {names}.",
    ),
    "world_alt_one": (
        "Carte du monde : {title}. Un seul pays partenaire, {low} : {names}.",
        "Map of the world: {title}. A single partner country, {low}: {names}.",
    ),
    "alt_same": (
        "Carte : {title}. {count} territoires sur {total} ont un chiffre, le même partout : {low}.",
        "Map: {title}. {count} places out of {total} have a figure, the same everywhere: {low}.",
    ),
    "world_none": (
        "Carte du monde : {title}. Aucun pays partenaire connu.",
        "Map of the world: {title}. No known partner country.",
    ),
    "world_unknown": (
        "Le pays de certains partenaires n'est pas connu ; ils ne sont pas sur la carte.",
        "The country of some partners is not known; they are not on the map.",
    ),
    "world_none_here": ("pas un pays partenaire connu", "not a known partner country"),
    "and_more": ("et {count} autres", "and {count} more"),
}
_LEVELS: Final[dict[str, tuple[str, str]]] = {
    "commune": ("commune", "commune"),
    "epci": ("intercommunalité", "group of communes"),
    "departement": ("département", "département"),
    "region": ("région", "region"),
    "perimeter": ("périmètre", "perimeter"),
    "lau": ("commune étrangère", "municipality abroad"),
    "arrondissement": ("arrondissement municipal", "municipal arrondissement"),
}


def say(key: str, language: str, **values: object) -> str:
    """A sentence of the maps in `language`."""
    text = _SAID[key][language == "en"]
    text = french_spaces(text) if language == "fr" else text
    return text.format(**values) if values else text


def level_words(level: str, language: str) -> str:
    """A level, as « par … » wants it."""
    return _LEVELS[level][language == "en"]


def status_name(status: str, language: str) -> str:
    """A status as the legend says it; zero is a status of its own for the eye."""
    return say("zero", language) if status == "zero" else STATUS_NAMES[status][language]
