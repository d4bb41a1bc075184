"""Names hidden before a sentence is shown, other than those of elected members in office.
Who is in office is given by the caller; nothing is guessed about a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from longuevue.discourse.judge.words import fold

MASK = "[nom masqué]"
_PARTICLE = r"(?:de |du |des |d['’]|de la |le |la |El |Ben |Van |von )?"
_UPPER = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’\-]{1,}"
_PLAIN = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)*"
_TITLED = re.compile(
    rf"\b((?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Maître|Me|Docteur|Dr|Pr|Professeur|consorts|époux|"
    rf"famille)\s+)({_PARTICLE}(?:(?:{_UPPER}|{_PLAIN})(?:[ \-](?!et\b|ou\b))?){{1,4}})"
)
_FULL = re.compile(rf"\b(?:{_PLAIN}\s+){{1,2}}{_PARTICLE}{_UPPER}(?:[ \-]{_UPPER})*\b")
_STUDENT = re.compile(rf"\b{_PLAIN}\s+{_PLAIN}(?=\s*,?\s+(?:étudiant|étudiante|habitant|habitante|née?|demeurant)\b)")
# Words in capitals after an ordinary word are often an acronym or a city: these are never names of persons.
_NOT_A_NAME = frozenset(
    [
        "feder",
        "zac",
        "serm",
        "ville",
        "conseil",
        "municipal",
        "maire",
        "le",
        "la",
        "les",
        "monsieur",
        "madame",
        "europe",
        "france",
        "hlm",
        "ccas",
        "onu",
        "unesco",
        "rue",
        "avenue",
        "place",
        "boulevard",
        "quartier",
        "parc",
        "ecole",
        "college",
        "lycee",
        "centre",
        "association",
        "societe",
        "festival",
        "region",
        "departement",
        "pays",
        "projet",
        "programme",
        "groupe",
        "maison",
        "commission",
        "direction",
        "service",
        "comite",
        "club",
        "compagnie",
        "salle",
        "stade",
        "musee",
        "theatre",
        "convention",
        "marche",
        "lot",
        "cotisation",
        "adhesion",
        "article",
        "union",
        "conseil",
        "agglomeration",
        "communaute",
        "metropole",
    ]
)
_OFFICES = re.compile(
    r"^(?:le |la |l['’])?(?:maire|préfet|président|ministre|député|sénateur|adjoint|conseiller)", re.I
)


class Mask:
    """Hides names of persons, except those of the elected members given."""

    def __init__(self, elected: Iterable[str] = ()) -> None:
        self._elected = [frozenset(_words(name)) for name in elected if name.strip()]

    def __call__(self, text: str) -> str:
        text = _TITLED.sub(lambda found: found[1] + self._kept(found[2].rstrip(" -"), found[2]), text)
        text = _STUDENT.sub(lambda found: self._kept(found[0], found[0]), text)
        return _FULL.sub(lambda found: self._kept(found[0], found[0]), text)

    def _kept(self, name: str, whole: str) -> str:
        words = _words(name)
        if not words or _OFFICES.match(name) or words[0] in _NOT_A_NAME:
            return whole
        # A family name is enough to know an elected member, as minutes write them.
        family = words[-1]
        for elected in self._elected:
            if set(words) <= elected or (family in elected and len(words) == 1):
                return whole
        return MASK + whole[len(name) :]


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(name))
