"""Origin never stands beside a complaint: formulas that would cross the two are refused when the page is read.

Which facts may be loaded is refused likewise in `engine.disclosure.origin`; the words of a nuisance are here, for both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from longuevue.markers.grammar import Node
from longuevue.terms.refusal import Refusal

#: stems, in French and English, of what one blames people for; matched at the start of a word of a name
_BLAME = (
    "complain", "crim", "offen", "suspect", "nuisance", "incivil", "delinqu", "plainte", "delit", "infraction",
    "petition", "disorder", "arrest", "trouble", "rixe", "interpell", "violen", "theft", "squat",
    "conviction", "condamn", "detenu", "prison", "inmate", "rumour", "rumeur", "illicit", "fraud", "garde_a_vue", "antisocial",
)  # fmt: skip
_WORD = re.compile(rf"(?:^|[_\-\s/]){'(?:' + '|'.join(_BLAME) + ')'}")
#: measures that count people by where they come from
_ORIGIN = re.compile(
    r"foreign|immigr|(?<!inter)national|refugee|asylum|arrivals_from|etrang|origin|birth_country|allophone|migrant|roma\b"
)


def blames(name: str | None) -> bool:
    """Whether a measure, a category or an item is something people are blamed for."""
    plain = unicodedata.normalize("NFKD", (name or "").lower()).encode("ascii", "ignore").decode()
    return bool(_WORD.search(plain))


def tells_origin(name: str | None) -> bool:
    """Whether a measure or a category counts people by nationality, birth or origin."""
    plain = unicodedata.normalize("NFKD", (name or "").lower()).encode("ascii", "ignore").decode()
    return bool(_ORIGIN.search(plain))


def refuse_origin_beside_blame(trees: Sequence[Node], by_partner_country: str, *, where: str) -> None:
    """Refuse a page whose formulas read a nuisance by country, by origin, or beside a count of people by origin."""
    nodes = [node for tree in trees for node in tree.walk()]
    names = [str(name) for node in nodes for name in (node.args.get("measure", ""), *_categories(node))]
    blamed = [name for name in names if blames(name)]
    if not blamed:
        return
    over_countries = any(node.args.get("over") == "counterpart" for node in nodes)
    origins = [name for name in names if tells_origin(name)]
    if by_partner_country != "no" or over_countries or origins:
        beside = origins[0] if origins else "le pays partenaire"
        raise Refusal(
            f"« {blamed[0]} » serait lu à côté de « {beside} » : aucune gêne ni infraction n'est rapportée à une origine.",
            "Retirez l'origine : by_partner_country: \"no\", et aucune mesure de nationalité, de naissance ou d'origine.",
            where=where,
        )


def _categories(node: Node) -> list[str]:
    return [*node.args.get("category", ()), *node.args.get("category_not", ())]
