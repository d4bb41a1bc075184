"""Writes: books of codes and versions, rounds, answers, rulings. What goes out and comes in by files is in `exchange.py`;
proposals and votes are in `markers.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts.models import Membership, Role
from longuevue.workshop.coding import selectors
from longuevue.workshop.coding.models import Answer, Code, Codebook, Coder, Round, Ruling, Unit, Version
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning.meter_sheet import ANSWERS, Line
from longuevue.workshop.testimonies.kinds import QUESTIONS
from longuevue.workshop.testimonies.models import Status, Story

#: fewer coders measure nothing
LEAST_CODERS = 2


@transaction.atomic
def make_codebook(observatory: Any, book: Codebook, *, by: Any = None) -> Codebook:
    """An empty book, at its first version."""
    book.observatory = observatory
    book.save()
    Version.objects.create(codebook=book, number=1, made_by=by)
    return book


@transaction.atomic
def save_code(book: Codebook, code: Code) -> Code:
    """Add or correct a code of the latest version, unless a round already uses it."""
    now = selectors.version(book)
    if now.frozen_at:
        raise Refusal(say("coding.frozen"), say("coding.frozen_remedy"))
    if code.parent is not None and code.parent.pk in (code.pk, *_beneath(code)):
        raise Refusal(say("coding.circle"), say("coding.circle_remedy"))
    if now.codes.filter(label__iexact=code.label.strip()).exclude(guid=code.guid).exists():
        raise Refusal(say("coding.same_label", label=code.label), say("coding.same_label_remedy"))
    code.version = now
    code.save()
    return code


def _beneath(code: Code) -> list[int]:
    if code.pk is None:
        return []
    children = list(code.children.all())
    return [pk for child in children for pk in (child.pk, *_beneath(child))]


@transaction.atomic
def new_version(book: Codebook, why: str, *, by: Any = None) -> Version:
    """The same codes once more, to be changed; the former version stays as it was used."""
    before = selectors.version(book)
    if not before.frozen_at:
        raise Refusal(say("coding.not_used_yet"), say("coding.not_used_yet_remedy"))
    if len(why.strip()) < 5:
        raise Refusal(say("coding.no_why"), say("coding.no_why_remedy"))
    now = Version.objects.create(codebook=book, number=before.number + 1, why=why.strip(), made_by=by)
    copies: dict[int, Code] = {}
    for code in before.codes.all():
        old, parent = code.pk, code.parent_id
        code.pk, code.version, code.parent = None, now, None
        code._state.adding = True
        code.save()
        copies[old] = code
        code.was_under = parent
    for code in copies.values():
        if code.was_under:
            code.parent = copies[code.was_under]
            code.save()
    return now


@transaction.atomic
def open_round(
    observatory: Any, one: Round, coders: Sequence[Any], *, campaign: Any = None, lines: Iterable[Line] = ()
) -> Round:
    """The same texts for these coders: the answers of a campaign's approved stories, or the lines of the meter's sheet."""
    people = list(dict.fromkeys(coders))
    if len(people) < LEAST_CODERS:
        raise Refusal(say("coding.two_needed"), say("coding.two_needed_remedy"))
    allowed = set(
        Membership.objects.filter(observatory=observatory, user__in=people, ended=None).values_list("user", "role")
    )
    reads_stories = {user for user, role in allowed if role in (Role.MODERATOR, Role.MANAGER)}
    for person in people:
        if person.pk not in ({user for user, _ in allowed} if one.kind == Round.Kind.METER else reads_stories):
            raise Refusal(say("coding.may_not_read", who=person), say("coding.may_not_read_remedy"))
    one.observatory = observatory
    if one.kind == Round.Kind.CODES:
        if one.version is None or not one.version.codes.filter(codable=True).exists():
            raise Refusal(say("coding.no_code"), say("coding.no_code_remedy"))
        one.version.frozen_at = one.version.frozen_at or timezone.now()
        one.version.save()
    one.save()
    Coder.objects.bulk_create(Coder(round=one, user=person, name=str(person)) for person in people)
    units = _of_stories(campaign) if one.kind == Round.Kind.CODES else [_of_line(line) for line in lines]
    if not units:
        raise Refusal(say("coding.no_unit"), say("coding.no_unit_remedy"))
    Unit.objects.bulk_create(Unit(round=one, number=n, **unit) for n, unit in enumerate(units, 1))
    return one


def _of_stories(campaign: Any) -> list[dict[str, Any]]:
    """One unit for each answer of each approved story, whose author agreed to take part."""
    found = []
    for story in Story.objects.filter(campaign=campaign, status=Status.APPROVED).order_by("public_id"):
        if story.consents().get("take_part"):
            words = story.words
            found += [{"story_id": story.public_id, "question": q} for q in QUESTIONS if words.get(q, "").strip()]
    return found


def _of_line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "origin": {"id": line.id, "document": line.document, "page": line.page, "draw": line.draw},
    }


@transaction.atomic
def answer(one: Round, unit: Unit, coder: Coder, said: Mapping[str, str]) -> None:
    """What this coder says of this unit, every question at once; nothing changes once they said they were done."""
    if coder.finished_at:
        raise Refusal(say("coding.finished_already"), say("coding.finished_already_remedy"))
    known = selectors.variables(one)
    for variable, value in said.items():
        if variable not in known or value not in ANSWERS.get(variable, ("0", "1")):
            raise Refusal(say("coding.unknown_answer", value=value), say("coding.unknown_answer_remedy"))
    for variable, value in said.items():
        Answer.objects.update_or_create(
            unit=unit, coder=coder, variable=variable, defaults={"value": value, "at": timezone.now()}
        )


@transaction.atomic
def finish(one: Round, coder: Coder) -> None:
    """This coder is done: once all are, agreement is worked out and disagreements are shown."""
    done, total = selectors.progress(one, coder)
    if done < total:
        raise Refusal(say("coding.not_all", done=done, total=total), say("coding.not_all_remedy"))
    coder.finished_at = coder.finished_at or timezone.now()
    coder.save()


@transaction.atomic
def settle(one: Round, unit: Unit, variable: str, value: str, *, reason: str, by: Any) -> Ruling:
    """The answer kept where coders differ, with its reason; what each said stays."""
    open_ = {(d.unit.pk, d.variable): d for d in selectors.disagreements(one)}
    found = open_.get((unit.pk, variable))
    if found is None or found.ruling is not None:
        raise Refusal(say("coding.nothing_open"), say("coding.nothing_open_remedy"))
    if value not in ANSWERS.get(variable, ("0", "1")):
        raise Refusal(say("coding.unknown_answer", value=value), say("coding.unknown_answer_remedy"))
    if len(reason.strip()) < 3:
        raise Refusal(say("coding.no_reason"), say("coding.no_reason_remedy"))
    return Ruling.objects.create(unit=unit, variable=variable, value=value, reason=reason.strip(), by=by)
