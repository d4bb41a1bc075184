"""What stops an effect from being public: no stated author, one side only, a claim of cause or proof, an origin beside a complaint.
Read on the public document itself, so that the workshop, the press and the build refuse alike; no database here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from longuevue.terms.effects import (
    BODIES,
    GRADES,
    INTENDED,
    KINDS,
    OUTCOMES,
    ROLES,
    SIGNS,
    TIES,
    VISIBILITY,
    VOICE,
)
from longuevue.terms.flows import STANCES
from longuevue.workshop.reasoning.evidence import Evidence, Grade, grade
from longuevue.workshop.reasoning.wording import claims, complains, origins, plain

#: signs that somebody complains of something
COMPLAINTS: Final = ("negative", "mixed", "disputed")
#: said instead of an author by whom has none
_NOBODY: Final = frozenset(
    ["on", "tous", "tout", "le", "monde", "les", "gens", "anonyme", "anonymous", "inconnu", "inconnue", "unknown", "nobody", "personne", "quelqu", "un", "someone", "everybody", "everyone", "la", "rumeur", "rumeur", "people", "chacun", "certains", "d", "aucuns", "il", "se", "dit", "non", "dit", "none", "null", "na", "n", "a", "x", "xx", "xxx", "test", "moi", "nous"]
) | {"tout le monde", "les gens", "n a", "d aucuns", "la rumeur", "il se dit", "non dit", "quelqu un", "on dit", "le bruit court", "l opinion", "les habitants", "la population", "tous les habitants"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule broken: its code (a sentence and a remedy in `words/effects.yaml`), and the words that break it."""

    code: str
    words: str = ""


def graded(document: Mapping[str, Any]) -> Grade | None:
    """The grade that the attached evidence gives; a rival explanation counts as examined once somebody said what became of it."""
    pieces = [Evidence(e["kind"], plain(e["source"]), e["independent"], e["contradicts"]) for e in document["evidence"]]
    return grade(pieces, rival_examined=any(e["outcome"] != "open" for e in document["explanations"]))


def names_somebody(author: str) -> bool:
    """Whether this is somebody: a person, a body, a group that met. « On », « les gens » and « x » are nobody."""
    said = plain(author)
    return sum(c.isalpha() for c in said) >= 3 and said not in _NOBODY and not all(w in _NOBODY for w in said.split())


def complaining(document: Mapping[str, Any]) -> bool:
    """Whether the effect is a complaint, for anybody, by its signs or by its words."""
    signs = document["signs"]
    if (
        any(one["sign"] in COMPLAINTS or one["stance"] in ("endured", "both") for one in signs)
        or document["role"] == "endures"
    ):
        return True
    return any(complains(text) for _, text, _ in _texts(document))


def policies_beside(document: Mapping[str, Any], policies: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of policies, among those that are public, which a page shows beside this effect."""
    touching = {one["policy"] for one in document["policies"]}
    return [
        one["name"]
        for one in policies
        if one["id"] in touching or any(t["effect"] == document["id"] for t in one["tensions"])
    ]


def faults(
    document: Mapping[str, Any], *, marker_tells_origin: bool = False, beside: Sequence[str] = ()
) -> list[Fault]:
    """Every rule that this effect breaks, in the order in which a person mends them; none: it may be public.
    `beside`: the names of policies that a page shows with it, which tell no origin either beside a complaint."""
    found = [*_missing(document), *_unsaid(document), *_one_sided(document), *_unexplained(document)]
    for _, text, reply in _texts(document):
        found += [Fault("claim", word) for word in claims(text, reply=reply)]
    if complaining(document):
        texts = (*(text for _, text, _ in _texts(document)), *beside)
        found += [Fault("origin", word) for text in texts for word in origins(text)]
        if marker_tells_origin:
            found.append(Fault("origin_marker", document["marker"]))
    return list(dict.fromkeys(found))


def _missing(document: Mapping[str, Any]) -> Iterator[Fault]:
    authored: Sequence[tuple[str, Any]] = (
        ("stated_by", document["stated_by"]),
        *((f"group {s['group']}", s["stated_by"]) for s in document["signs"]),
        *(("service", s["stated_by"]) for s in document["services"]),
        *(("policy", p["stated_by"]) for p in document["policies"]),
        *(("explanation", e["author"]) for e in document["explanations"]),
        *(("reply", r["by"]) for r in document["replies"]),
    )
    for _, author in authored:
        if not names_somebody(author or ""):
            yield Fault("no_author", (author or "").strip())
    for name in ("what", "area", "since", "contribution"):
        if not str(document[name]).strip():
            yield Fault(f"no_{name}")
    if not document["marker"] and not document["flow"].strip():
        yield Fault("no_flow")
    for name in ("initiator", "bearer"):
        if not document[name].strip():
            yield Fault(f"no_{name}")
    known = (
        (document["role"], ROLES), (document["intended"], INTENDED), (document["visible"], VISIBILITY),
        *((s["tie"], TIES) for s in document["services"]), *((s["body"], BODIES) for s in document["services"]),
        *((s["sign"], SIGNS) for s in document["signs"]), *((s["stance"], STANCES) for s in document["signs"]),
        *((e["outcome"], OUTCOMES) for e in document["explanations"]), *((e["kind"], KINDS) for e in document["evidence"]),
    )  # fmt: skip
    for said, words in known:
        if said not in words:
            yield Fault("unknown_word", str(said))


def _unsaid(document: Mapping[str, Any]) -> Iterator[Fault]:
    """A service needs its name and what it sees or does; a policy needs how it touches the effect."""
    for one in document["services"]:
        if not one["name"].strip() or not one["what"].strip():
            yield Fault("no_service", one["name"].strip())
    if any(not one["how"].strip() for one in document["policies"]):
        yield Fault("no_how")


def _one_sided(document: Mapping[str, Any]) -> Iterator[Fault]:
    """At least two groups, spoken of by at least two authors; a single sign needs who else was asked, and what they said."""
    signs = document["signs"]
    if len({plain(one["group"]) for one in signs} - {""}) < 2:
        yield Fault("one_group")
    elif len({plain(one["stated_by"]) for one in signs}) < 2:
        yield Fault("one_speaker")
    elif {one["sign"] for one in signs} in ({"positive"}, {"negative"}) and not document["other_side"].strip():
        yield Fault("one_sided")
    if any(one["sign"] in ("negative", "disputed") for one in signs) and not document["replies"]:
        yield Fault("no_reply")


def _unexplained(document: Mapping[str, Any]) -> Iterator[Fault]:
    found = graded(document)
    if found is None:
        yield Fault("no_evidence")
    elif found != document.get("grade", found) or found not in GRADES:
        yield Fault("typed_grade", str(document.get("grade")))
    if found not in (None, VOICE) and not document["explanations"]:
        yield Fault("no_rival")
    for one in document["explanations"]:
        if not one["refuted_by"].strip() or not one["evidence"].strip():
            yield Fault("no_refutation", one["text"][:60])


def _texts(document: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """(where, text, whether it is a reply) of every word that would be public."""
    for name in ("what", "since", "flow", "initiator", "bearer", "stated_by", "contribution", "other_side"):
        yield name, str(document[name]), False
    for list_, names in (
        ("signs", ("group", "stated_by", "words")),
        ("services", ("name", "what", "stated_by")),
        ("policies", ("how", "stated_by")),
        ("explanations", ("text", "author", "evidence", "refuted_by")),
        ("evidence", ("source", "note")),
    ):
        for one in document[list_]:
            for name in names:
                yield f"{list_}.{name}", str(one[name]), False
    for one in document["replies"]:
        yield "replies.by", str(one["by"]), False
        yield "replies.text", str(one["text"]), True
