"""Country codes as publishers write them, to ISO 3166 alpha-2. Names shown to people come from `babel`, elsewhere."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale
from babel.core import get_global

#: Eurostat, the Commission and INSEE's border communes are not ISO (sources.md 0.2)
NOT_ISO = {"EL": "GR", "UK": "GB"}
BORDER_PREFIXES = {"AL": "DE", "BE": "BE", "LU": "LU", "SU": "CH", "MO": "MC"}
#: shapes of names that CLDR does not print
_OTHER_NAMES = {
    "burma": "MM",
    "congo (brazzaville)": "CG",
    "congo (kinshasa)": "CD",
    "east timor": "TL",
    "macau": "MO",
    "micronesia": "FM",
    "reunion": "RE",
    "swaziland": "SZ",
    "virgin islands": "VI",
    "cape verde": "CV",
    "brunei": "BN",
    "etats-unis d'amerique": "US",
    "usa": "US",
    "angleterre": "GB",
    "ecosse": "GB",
    "pays de galles": "GB",
    "grande-bretagne": "GB",
    "hollande": "NL",
    "birmanie": "MM",
    "rd congo": "CD",
    "rdc": "CD",
    "coree du sud": "KR",
    "palestine": "PS",
    "cote-d'ivoire": "CI",
    "republique tcheque": "CZ",
    "tchequie": "CZ",
    "moldavie": "MD",
    "russie": "RU",
    "bielorussie": "BY",
    "macedoine": "MK",
    "cap-vert": "CV",
}
#: states that are no more and lie whole in one of today
_MERGED = {"rda": "DE", "rfa": "DE", "allemagne de l'ouest": "DE", "allemagne de l'est": "DE", "nord vietnam": "VN", "zaire": "CD",
           "haute volta": "BF", "dahomey": "BJ", "rhodesie": "ZW", "ceylan": "LK", "perse": "IR"}  # fmt: skip
#: states that are no more, and those where their towns are now
_DISSOLVED = {
    "urss": ("Russie", "Ukraine"),
    "union sovietique": ("Russie", "Ukraine"),
    "tchecoslovaquie": ("Tchéquie", "Slovaquie"),
    "yougoslavie": ("Serbie", "Croatie"),
}


def from_former_name(name: str) -> str | None:
    """A state that is no more but lies whole in one of today: RDA → DE."""
    return _MERGED.get(_key(name))


def heirs_of(name: str) -> tuple[str, ...]:
    """Countries of today, by name, where the towns of a dissolved state may be; empty for a state that still is."""
    return _DISSOLVED.get(_key(name), ())


@cache
def _alpha3() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {old: new[0] for old, new in aliases.items() if re.fullmatch("[A-Z]{3}", old) and len(new) == 1}


def from_alpha3(code: str) -> str | None:
    """ISO alpha-3 to alpha-2; None for UNK, XXA and what is no country.

    >>> from_alpha3("COD"), from_alpha3("UNK")
    ('CD', None)
    """
    found = _alpha3().get(code.strip().upper())
    return found if found and len(found) == 2 and found.isalpha() else None


@cache
def _iso() -> frozenset[str]:
    known = [str(code) for code in Locale("en").territories]
    return frozenset(
        code for code in known if re.fullmatch("[A-Z]{2}", code) and code not in {"EU", "EZ", "UN", "ZZ", "QO"}
    )


def from_alpha2(code: str) -> str | None:
    """An alpha-2 code as Eurostat or ISO writes it; None for what is no country (`TP`, `AB`, `-`)."""
    plain = code.strip().upper()
    plain = NOT_ISO.get(plain, plain)
    return plain if plain in _iso() else None


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("fr", "en", "de"):
        for code, name in Locale(language).territories.items():
            if code in _iso():
                names.setdefault(_key(name), code)
    return names | {_key(name): code for name, code in _OTHER_NAMES.items()}


def from_name(name: str) -> str | None:
    """A country's name in French, English or German; None when it is not one we know.

    >>> from_name("Allemagne"), from_name("Côte d’Ivoire"), from_name("Valmont")
    ('DE', 'CI', None)
    """
    return _names().get(_key(name))


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().replace("’", "'").replace("&", "and"))
    words = "".join(c for c in plain if c.isalnum() or c == " " or c == "-" or c == "'").replace("-", " ").split()
    return " ".join({"st.": "saint", "st": "saint"}.get(word, word) for word in words)
