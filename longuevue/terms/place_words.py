"""Naming a place in a sentence: « du département de la Loire », "the Loire département". Which places exist is not known here."""

from __future__ import annotations

import unicodedata
from typing import Final

from longuevue.terms.levels import LEVEL_NAMES, PREFIX_OF_LEVEL

#: code lists by the little word that comes before the name (INSEE's « type de liaison »); « de » when absent
_D: Final = "dep-28 dep-35 dep-37 reg-11 reg-76 reg-84"
_DU: Final = (
    "dep-14 dep-15 dep-18 dep-25 dep-29 dep-30 dep-32 dep-39 dep-41 dep-45 dep-46 dep-47 dep-56 dep-59 dep-62 dep-63 "
    "dep-67 dep-68 dep-69 dep-81 dep-82 dep-83 dep-84 dep-90 dep-94 dep-95 reg-44"
)
_DE_LA: Final = (
    "dep-16 dep-17 dep-19 dep-21 dep-23 dep-24 dep-26 dep-2A dep-2B dep-31 dep-33 dep-42 dep-43 dep-44 dep-48 dep-50 "
    "dep-51 dep-52 dep-53 dep-55 dep-57 dep-58 dep-70 dep-72 dep-73 dep-74 dep-76 dep-80 dep-85 dep-86 dep-87 dep-93 "
    "dep-971 dep-972 dep-973 reg-01 reg-02 reg-03 reg-75"
)
_DES: Final = (
    "dep-04 dep-05 dep-06 dep-08 dep-13 dep-22 dep-40 dep-64 dep-65 dep-66 dep-78 dep-79 dep-88 dep-92 reg-32 reg-52"
)
_DE_L: Final = (
    "dep-01 dep-02 dep-03 dep-07 dep-09 dep-10 dep-11 dep-12 dep-27 dep-34 dep-36 dep-38 dep-60 dep-61 dep-89 dep-91"
)
_BY_CODE: Final[dict[str, str]] = {
    code: word
    for word, codes in (("d'", _D), ("du ", _DU), ("de la ", _DE_LA), ("des ", _DES), ("de l'", _DE_L))
    for code in codes.split()
}


def area_text(level: str, code: str) -> str:
    """The typed form of a territory (`dep-42`, `FR`), as addresses use it."""
    return "FR" if level == "country" else f"{PREFIX_OF_LEVEL[level]}-{code}"


def of_place(level: str, code: str, name: str, language: str = "fr") -> str:
    """« du département de la Loire », « de la région Bretagne », « d'Annemasse », "the Loire département"."""
    if level == "country":
        return "de la France entière" if language == "fr" else "France as a whole"
    if language == "en":
        words = {"departement": "the {} département", "region": "the {} region", "epci": "the group of communes {}"}
        return words.get(level, "{}").replace("{}", name)
    if level == "departement":
        return f"du département {_BY_CODE.get(f'dep-{code}', 'de ')}{name}"
    if level == "region":
        return f"de la région {name}"
    if level == "epci":
        return f"de l'intercommunalité {name}"
    if level == "perimeter":
        return f"du périmètre {name}"
    return _contracted("de", name)


def in_place(level: str, code: str, name: str, language: str = "fr") -> str:
    """« dans le département de la Loire », « en France », « au Havre », « à Valmont »."""
    if level == "country":
        return "en France" if language == "fr" else "in France"
    if language == "en":
        return f"in {of_place(level, code, name, 'en')}"
    if level == "departement":
        return f"dans le département {_BY_CODE.get(f'dep-{code}', 'de ')}{name}"
    if level == "region":
        return f"dans la région {name}"
    if level == "epci":
        return f"dans l'intercommunalité {name}"
    if level == "perimeter":
        return f"dans le périmètre {name}"
    return _contracted("à", name)


def this_place(level: str, language: str = "fr") -> str:
    """« cette commune », "this commune": the place that a page or a paper is about."""
    if language == "en":
        return "France" if level == "country" else f"this {LEVEL_NAMES[level]['en']}"
    if level == "country":
        return "la France"
    word = LEVEL_NAMES[level]["fr"]
    if level in ("commune", "epci", "region", "lau"):
        return f"cette {word}"
    return f"cet {word}" if level == "arrondissement" else f"ce {word}"


def your_place(level: str, language: str) -> str:
    """« votre commune », "your commune": the place whose page is being read."""
    french = {
        "commune": "votre commune",
        "epci": "votre intercommunalité",
        "departement": "votre département",
        "region": "votre région",
        "arrondissement": "votre arrondissement",
        "lau": "cette commune",
        "perimeter": "ce périmètre",
        "country": "la France",
    }
    english = {
        "commune": "your commune",
        "epci": "your group of communes",
        "departement": "your département",
        "region": "your region",
        "arrondissement": "your arrondissement",
        "lau": "this municipality",
        "perimeter": "this perimeter",
        "country": "France",
    }
    return (french if language == "fr" else english).get(level, "ce territoire" if language == "fr" else "this place")


def _contracted(word: str, name: str) -> str:
    """« du Havre », « aux Angles », « d'Annemasse », « de La Rochelle »: what French does before a name."""
    for article, joined in (("Le ", {"de": "du ", "à": "au "}), ("Les ", {"de": "des ", "à": "aux "})):
        if name.startswith(article):
            return joined[word] + name[len(article) :]
    first = unicodedata.normalize("NFD", name[:1].lower())[:1]
    return f"d'{name}" if word == "de" and first and first in "aeiouhœæ" else f"{word} {name}"
