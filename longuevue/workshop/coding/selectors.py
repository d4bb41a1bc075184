"""Reads: books of codes, a round for one of its coders (who sees no other's answers), agreement and disagreements once it is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from longuevue.terms.refusal import Refusal
from longuevue.workshop.coding.models import Answer, Code, Codebook, Coder, Proposal, Round, Ruling, Unit, Version
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.agreement import Agreement, agreement
from longuevue.workshop.reasoning.meter_sheet import ANSWERS
from longuevue.workshop.testimonies.models import Status, Story


def codebooks(observatory: Any) -> QuerySet[Codebook]:
    return Codebook.objects.filter(observatory=observatory).prefetch_related("versions")


def codebook(observatory: Any, book_id: Any) -> Codebook:
    """The book of that id here; one of another observatory does not exist."""
    return _one(codebooks(observatory).filter(public_id=book_id))


def version(book: Codebook, number: int | None = None) -> Version:
    """The version of that number, or the latest."""
    found = book.versions.filter(number=number) if number else book.versions.all()
    return _one(found)


def code(observatory: Any, book_id: Any, guid: Any) -> Code:
    """One code of the latest version."""
    return _one(version(codebook(observatory, book_id)).codes.filter(guid=guid))


def changes(book: Codebook) -> list[dict[str, Any]]:
    """What each version added, took away and worded otherwise, latest first."""
    told = []
    every = list(book.versions.prefetch_related("codes").order_by("number"))
    for before, now in zip([None, *every], every, strict=False):
        old = {c.guid: c for c in before.codes.all()} if before else {}
        new = {c.guid: c for c in now.codes.all()}
        words = ("label", "definition", "include", "exclude", "example", "counter_example")
        told.append(
            {
                "version": now,
                "added": [c.label for g, c in new.items() if g not in old] if before else [],
                "gone": [c.label for g, c in old.items() if g not in new],
                "reworded": [
                    c.label
                    for g, c in new.items()
                    if g in old and any(getattr(c, w) != getattr(old[g], w) for w in words)
                ],
            }
        )
    return told[::-1]


def rounds(observatory: Any) -> QuerySet[Round]:
    return Round.objects.filter(observatory=observatory).select_related("version__codebook").prefetch_related("coders")


def round_of(observatory: Any, round_id: Any) -> Round:
    return _one(rounds(observatory).filter(public_id=round_id))


def coder_of(one: Round, user: Any) -> Coder:
    return _one(one.coders.filter(user=user))


def unit(one: Round, number: int) -> Unit:
    return _one(units_of(one).filter(number=number))


def units_of(one: Round) -> QuerySet[Unit]:
    """The units of a round whose text is still there: a story that was taken back takes its own with it."""
    cited = set(one.units.exclude(story_id=None).values_list("story_id", flat=True))
    gone = cited - set(
        Story.objects.filter(public_id__in=cited, status=Status.APPROVED).values_list("public_id", flat=True)
    )
    return one.units.exclude(story_id__in=gone) if gone else one.units.all()


def words_of(one: Unit) -> str:
    """The text to code; nothing once the story was taken back, or is no longer approved."""
    if one.story_id is None:
        return one.text
    story = Story.objects.filter(public_id=one.story_id, status=Status.APPROVED).first()
    return story.words.get(one.question, "").strip() if story else ""


def variables(one: Round) -> dict[str, str]:
    """Question → its words: each code of the version, or the meter's questions."""
    if one.kind == Round.Kind.METER:
        return {name: say(f"coding.meter_{name}") for name in ANSWERS}
    return {str(c.guid): c.label for c in one.version.codes.filter(codable=True)}


def mine(one: Unit, coder: Coder) -> dict[str, str]:
    """What this coder said of this unit, and nobody else's answer."""
    return dict(Answer.objects.filter(unit=one, coder=coder).values_list("variable", "value"))


def progress(one: Round, coder: Coder) -> tuple[int, int]:
    """(units coded by this coder, units)."""
    units = units_of(one)
    return Answer.objects.filter(coder=coder, unit__in=units).values("unit").distinct().count(), units.count()


def first_blank(one: Round, coder: Coder) -> int:
    """The number of the first unit that this coder has not coded; the first one when all are."""
    done = set(Answer.objects.filter(coder=coder).values_list("unit__number", flat=True))
    return next((n for n in units_of(one).values_list("number", flat=True) if n not in done), 1)


@dataclass(frozen=True, slots=True)
class Agreed:
    """One question and how far coders agree on it."""

    name: str
    found: Agreement

    @property
    def verdict(self) -> str:
        return say(f"coding.verdict_{self.found.verdict}")


def agreements(one: Round) -> list[Agreed]:
    """Krippendorff's alpha on each question, and on all codes together. Raises `Refusal` while somebody still codes."""
    table = _table(one)
    asked = variables(one)
    coders = list(one.coders.all())
    units = {v: [[table[u].get((v, c.pk)) for c in coders] for u in table] for v in asked}
    told = [Agreed(name, agreement(units[v])) for v, name in asked.items()]
    if one.kind == Round.Kind.CODES and len(asked) > 1:
        told.insert(0, Agreed(say("coding.together"), agreement([row for v in asked for row in units[v]])))
    return told


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One unit on which coders differ: what each said, and how it was settled, if it was."""

    unit: Unit
    variable: str
    name: str
    said: tuple[tuple[str, str], ...]
    ruling: Ruling | None


def disagreements(one: Round) -> list[Disagreement]:
    """Every answer on which two coders differ, in order of units. They stay for ever, settled or not."""
    table, asked = _table(one), variables(one)
    names = {c.pk: c.name for c in one.coders.all()}
    rulings = {(r.unit_id, r.variable): r for r in Ruling.objects.filter(unit__round=one)}
    found = []
    for u in units_of(one):
        for variable, name in asked.items():
            said = [(names[c], value) for (v, c), value in table[u.pk].items() if v == variable]
            if len({value for _, value in said}) > 1:
                found.append(
                    Disagreement(
                        u,
                        variable,
                        name,
                        tuple((who, shown(one, value)) for who, value in said),
                        rulings.get((u.pk, variable)),
                    )
                )
    return found


def shown(one: Round, value: str) -> str:
    """An answer in words."""
    if one.kind == Round.Kind.CODES:
        return say("coding.put" if value == "1" else "coding.not_put")
    return say(f"coding.answer_{value}") if value in ("0", "1") else value


def settled(one: Round) -> dict[int, dict[str, str]]:
    """Unit → question → the answer that all coders gave, or the ruling; what is still open is not there."""
    table = _table(one)
    rulings = {(r.unit_id, r.variable): r.value for r in Ruling.objects.filter(unit__round=one)}
    found: dict[int, dict[str, str]] = {}
    for u, answers in table.items():
        by: dict[str, set[str]] = defaultdict(set)
        for (variable, _), value in answers.items():
            by[variable].add(value)
        found[u] = {
            v: rulings.get((u, v)) or next(iter(values))
            for v, values in by.items()
            if (u, v) in rulings or len(values) == 1
        }
    return found


def frequencies(one: Round) -> list[dict[str, Any]]:
    """How often each code was settled upon, the most frequent first: what may become a marker."""
    done, names = settled(one), variables(one)
    count = {v: sum(answers.get(v) == "1" for answers in done.values()) for v in names}
    proposed = set(map(str, one.proposals.values_list("guid", flat=True)))
    rows = [
        {"guid": v, "label": names[v], "seen": n, "out_of": len(done), "proposed": v in proposed}
        for v, n in count.items()
    ]
    return sorted(rows, key=lambda row: (-int(row["seen"]), str(row["label"])))


def units_with(one: Round, guid: Any) -> list[Unit]:
    """The units on which a code was settled."""
    done = settled(one)
    return [u for u in units_of(one) if done.get(u.pk, {}).get(str(guid)) == "1"]


def codes_of_stories(ids: Iterable[Any]) -> tuple[dict[Any, dict[str, bool]], dict[str, str]]:
    """Story → code → whether any of its texts bears it, as settled in closed rounds; and the codes' names. A code keeps its
    identifier from version to version, so that two rounds years apart speak of the same one."""
    wanted = set(ids)
    found: dict[Any, dict[str, bool]] = defaultdict(dict)
    names: dict[str, str] = {}
    for one in Round.objects.filter(kind=Round.Kind.CODES, units__story_id__in=wanted).distinct():
        if not one.closed:
            continue
        asked, done = variables(one), settled(one)
        names |= asked
        for of in units_of(one).filter(story_id__in=wanted):
            for guid, value in done.get(of.pk, {}).items():
                held = found[of.story_id]
                held[guid] = held.get(guid, False) or value == "1"
    return dict(found), names


def proposal(observatory: Any, proposal_id: Any) -> Proposal:
    return _one(
        Proposal.objects.filter(observatory=observatory, public_id=proposal_id).select_related(
            "round__version__codebook"
        )
    )


def tally(one: Proposal) -> Mapping[str, int]:
    """How many yes, no and abstentions."""
    votes = list(one.votes.values_list("choice", flat=True))
    return {choice: votes.count(choice) for choice in ("yes", "no", "abstain")}


def _table(one: Round) -> dict[int, dict[tuple[str, int], str]]:
    if not one.closed:
        raise Refusal(say("coding.still_blind"), say("coding.still_blind_remedy"))
    found: dict[int, dict[tuple[str, int], str]] = {pk: {} for pk in units_of(one).values_list("pk", flat=True)}
    for u, v, c, value in Answer.objects.filter(unit__round=one).values_list("unit", "variable", "coder", "value"):
        if u in found:
            found[u][v, c] = value
    return found


def _one(found: Any) -> Any:
    first = found.first()
    if first is None:
        raise Http404
    return first


@dataclass(frozen=True, slots=True)
class OfRound:
    """A round and something of it: one of its units, or one of its codes."""

    round: Round
    unit: Unit | None = None
    guid: Any = None
    label: str = ""

    @property
    def observatory_id(self) -> int:
        return self.round.observatory_id

    @property
    def coders(self) -> Any:
        return self.round.coders

    @property
    def _meta(self) -> Any:
        return self.round._meta


def round_and_unit(observatory: Any, round_id: Any, number: int) -> OfRound:
    found = round_of(observatory, round_id)
    return OfRound(found, unit=unit(found, number))


def round_and_code(observatory: Any, round_id: Any, guid: Any) -> OfRound:
    found = round_of(observatory, round_id)
    if found.version is None:
        raise Http404
    one = _one(found.version.codes.filter(guid=guid))
    return OfRound(found, guid=one.guid, label=one.label)
