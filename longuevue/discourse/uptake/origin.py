"""Who raised an issue: the authority and its services, elected members, parties, citizens, associations, unions.
Read from the kind of text and from words that say it; a person's name is never used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from longuevue.discourse.judge.patterns import Finder
from longuevue.discourse.judge.words import words_of
from longuevue.discourse.measure.counting import JudgedUnit

AUTHORITY, ELECTED, PARTIES, CITIZENS, ASSOCIATIONS, UNIONS = (
    "authority", "elected", "parties", "citizens", "associations", "unions",
)  # fmt: skip
NAMES = {
    AUTHORITY: "la collectivité et ses services",
    ELECTED: "les élus en séance",
    PARTIES: "les listes et les partis",
    CITIZENS: "les habitants",
    ASSOCIATIONS: "les associations",
    UNIONS: "les syndicats",
}
BY_CORPUS = {
    "deliberations": AUTHORITY,
    "journal": AUTHORITY,
    "minutes": ELECTED,
    "programmes": PARTIES,
    "contributions": CITIZENS,
}
# Words that give the origin whatever the text it is found in.
_SAID = (
    (CITIZENS, ["petition*", "petitionnaires", "habitants ..4 demand*|saisi*|alert*|interpell*|demandes?", "riverains ..4 demand*",
                "collectif _ habitant*|riverains|citoyens|parents", "droit d interpellation", "tirage au sort"]),
    (UNIONS, ["syndicat* ..4 demand*|alert*|denonc*|appell*", "organisations syndicales", "intersyndicale", "=CGT", "=CFDT",
              "=FSU", "section syndicale", "union locale"]),
    (ASSOCIATIONS, ["association* ..8 sollicit*|demand*|propos*|alert*|souhait*", "a la demande _ association*", "=ONG"]),
    (PARTIES, ["groupe ..4 propose|depose|demande", "voeu depose par _ groupe", "motion deposee par", "parti ..3 propose|demande"]),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """Who raised it, and the words or the rule that say so."""

    who: str
    shown: str


@lru_cache(maxsize=1)
def _finder() -> tuple[Finder, list[str]]:
    texts = [(who, text) for who, phrases in _SAID for text in phrases]
    return Finder(text for _, text in texts), [who for who, _ in texts]


def origin_of(text: str, corpus: str) -> Origin:
    """The origin of one unit: its own words first, else the kind of corpus it stands in."""
    finder, owners = _finder()
    words = words_of(text)
    for found in finder.find(words):
        return Origin(owners[found.pattern], f"« {words.span(found.start, found.end)} »")
    who = BY_CORPUS.get(corpus, AUTHORITY)
    return Origin(who, f"par défaut pour ce corpus ({corpus})")


def origins_by_theme(units: Iterable[JudgedUnit], corpus: str) -> dict[str, Counter[str]]:
    """How many international units of each theme come from whom."""
    found: dict[str, Counter[str]] = {}
    for one in units:
        if one.counts and one.judgement.international:
            who = origin_of(one.unit.text, corpus).who
            found.setdefault(one.judgement.themes[0], Counter())[who] += 1
    return found
