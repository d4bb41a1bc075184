"""The address of a territory (`com-42218`) and how a typed text becomes one, or a refusal that helps.

Names, populations and parents are in `catalogue`; the search by name is in `search`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from longuevue.terms.levels import LEVEL_NAMES, LEVEL_OF_PREFIX, PREFIX_OF_LEVEL
from longuevue.terms.refusal import Refusal

if TYPE_CHECKING:
    from longuevue.territories.catalogue import Catalogue, Territory

#: in the order in which choices are listed
SEARCHED_LEVELS = (*PREFIX_OF_LEVEL, "country")
_PREFIXED = re.compile(rf"({'|'.join(LEVEL_OF_PREFIX)})-(.+)", re.IGNORECASE)
_CODE_LIKE = re.compile(r"(CH)?[0-9][0-9AB]?[0-9]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class AreaRef:
    """A level and an official code; `str()` gives the form used on the command line and in addresses."""

    level: str
    code: str

    def __str__(self) -> str:
        return self.code if self.level == "country" else f"{PREFIX_OF_LEVEL[self.level]}-{self.code}"


def parse_area(text: str, catalogue: Catalogue) -> AreaRef:
    """The territory that `text` designates in `catalogue`, or a refusal: unknown, ambiguous, vanished."""
    typed = text.strip()
    if not typed:
        raise Refusal("Aucun territoire n'est indiqué.", "Donnez un code, par exemple com-42218 ou 243400017.")
    prefixed = _PREFIXED.fullmatch(typed)
    levels = (LEVEL_OF_PREFIX[prefixed[1].lower()],) if prefixed else SEARCHED_LEVELS
    bare = prefixed[2].strip() if prefixed else typed
    found = [level for level in levels if catalogue.has(level, spelled(level, bare))]
    if len(found) == 1:
        return AreaRef(found[0], spelled(found[0], bare))
    if found:
        choices = tuple(_choice(catalogue.get(level, spelled(level, bare))) for level in found)
        refs = " ou ".join(choice.split(" ")[0] for choice in choices)
        raise Refusal(f"Le code « {typed} » désigne plusieurs territoires.", f"Écrivez {refs}.", choices=choices)
    if "commune" in levels:
        _refuse_if_vanished(spelled("commune", bare), catalogue)
    raise _unknown(typed, bare, levels, catalogue)


def spelled(level: str, code: str) -> str:
    """`code` in the official spelling of its level: `2a004` → `2A004`, `grand-geneve/ch` → `…/CH`."""
    if level != "perimeter":
        return code.upper()
    slug, slash, country = code.partition("/")
    return slug.lower() + slash + country.upper()


def _choice(territory: Territory) -> str:
    return f"{territory.ref} {territory.name} ({LEVEL_NAMES[territory.level]['fr']})"


def _refuse_if_vanished(code: str, catalogue: Catalogue) -> None:
    former = catalogue.former(code)
    if former is None:
        return
    listed = f"le code officiel géographique {catalogue.year}"
    found = f"« {former.name} » ({code}) n'est pas une commune dans {listed}."
    successors = [catalogue.get("commune", c) for c in former.successors if catalogue.has("commune", c)]
    if len(successors) == 1:
        heir = successors[0]
        raise Refusal(found, f"Son territoire relève de {heir.name} : écrivez {heir.ref}.", choices=(_choice(heir),))
    if successors:
        choices = tuple(_choice(heir) for heir in successors)
        raise Refusal(
            found,
            "Les sources ne s'accordent pas sur la commune qui lui succède ; choisissez :",
            choices=choices,
        )
    if former.appears_in:
        raise Refusal(found, f"Ce code n'apparaît que dans les listes suivantes (connu en {former.appears_in}).")
    raise Refusal(found, "Aucune commune qui lui succède n'est certaine : cherchez par le nom du lieu.")


def _unknown(typed: str, bare: str, levels: tuple[str, ...], catalogue: Catalogue) -> Refusal:
    code_like = _CODE_LIKE.fullmatch(bare) is not None
    near = catalogue.nearest_codes(bare.upper(), levels) if code_like else ()
    if not near:
        near = tuple(t for t in catalogue.search(bare, 20) if t.level in levels)[:5]
    what = (
        f"Le code « {typed} » est inconnu"
        if code_like or len(levels) == 1
        else f"« {typed} » n'est pas un code de territoire"
    )
    if not near:
        return Refusal(
            f"{what} (code officiel géographique {catalogue.year}).",
            "Cherchez le code par le nom : longuevue territories NOM.",
        )
    return Refusal(
        f"{what} (code officiel géographique {catalogue.year}).",
        "Vouliez-vous un de ces codes ?",
        choices=tuple(_choice(territory) for territory in near),
    )
