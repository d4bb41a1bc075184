"""Writes: policies, decisions, commitments and their steps, tensions, groups. A correction never goes without its reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from longuevue.terms.periods import period_words
from longuevue.terms.refusal import Refusal
from longuevue.terms.spoken import full_text
from longuevue.terms.words import STATUS_NAMES
from longuevue.workshop.frame.parts import Part
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories.selectors import edition_of
from longuevue.workshop.observatories.services import checked_perimeter
from longuevue.workshop.policies.models import (
    Citation,
    Commitment,
    Deliberation,
    Policy,
    Step,
    Tension,
    WorkingGroup,
)
from longuevue.workshop.policies.selectors import edition_on

LEAST_REASON = 3
LANGUAGES = ("fr", "en")


def checked_area(observatory: Any, typed: str) -> str:
    """The territory as `longuevue` writes it. Raises `Refusal` for one that does not exist."""
    (ref,) = checked_perimeter(observatory, [typed])
    return ref


def because(record: Any, reason: str) -> None:
    """The reason that the history keeps beside the change. Raises `Refusal` without one, but for a new record."""
    if record.pk and len(reason.strip()) < LEAST_REASON:
        raise Refusal(say("policies.no_reason"), say("policies.no_reason_remedy"))
    record._change_reason = reason.strip() or None


@transaction.atomic
def save_policy(observatory: Any, policy: Policy, *, reason: str = "") -> Policy:
    """A policy, new or corrected."""
    because(policy, reason)
    policy.observatory = observatory
    policy.area = checked_area(observatory, policy.area)
    policy.save()
    return policy


@transaction.atomic
def save_deliberation(
    observatory: Any, deliberation: Deliberation, *, reason: str = "", carries: Commitment | None = None
) -> Deliberation:
    """A council decision, new or corrected, that may carry a commitment. The same number on the same day is the same one."""
    because(deliberation, reason)
    deliberation.observatory = observatory
    deliberation.area = checked_area(observatory, deliberation.area)
    twin = Deliberation.objects.filter(
        observatory=observatory, area=deliberation.area, number=deliberation.number, date=deliberation.date
    ).exclude(pk=deliberation.pk)
    if deliberation.number and (known := twin.first()):
        raise Refusal(say("policies.known_deliberation", name=known), say("policies.known_deliberation_remedy"))
    deliberation.save()
    if carries is not None:
        carries._change_reason = say("policies.carried_by", name=deliberation)
        carries.deliberations.add(deliberation)
    return deliberation


@transaction.atomic
def save_commitment(observatory: Any, commitment: Commitment, deliberations: Any, *, reason: str = "") -> Commitment:
    """A commitment, new or corrected; the figure it answers is read once and kept as it was."""
    new = commitment.pk is None
    because(commitment, reason)
    if commitment.marker and (new or commitment.marker != commitment.address.partition("@")[0]):
        read = read_now(observatory, commitment.marker, commitment.policy.area)
        commitment.address, commitment.frozen = read["address"], read["frozen"]
    elif not commitment.marker:
        commitment.address, commitment.frozen = "", {}
    commitment.save()
    commitment._change_reason = reason.strip() or say("policies.made")
    commitment.deliberations.set(deliberations)
    if new:
        Step.objects.create(
            commitment=commitment, day=commitment.made_on, status=commitment.status, reason=say("policies.made")
        )
    return commitment


@transaction.atomic
def add_line(commitment: Commitment, part: Part, line: Any, *, by: Any, reason: str = "") -> Any:
    """A step, a proof, a year of money: each is a line of the commitment's history. A step moves it, needs its reason, and never
    goes back in time; a year that is known is completed or corrected for a `reason`."""
    line.commitment = commitment
    if part.slug == "money":
        return _money(commitment, line, reason)
    if part.slug == "step":
        if len(line.reason.strip()) < LEAST_REASON:
            raise Refusal(say("policies.no_reason"), say("policies.no_reason_remedy"))
        last = commitment.steps.last()
        if last and line.day < last.day:
            raise Refusal(say("policies.step_before", day=last.day.isoformat()), say("policies.step_before_remedy"))
        line.written_by = by
        commitment.status = line.status
        commitment._change_reason = line.reason
    else:
        commitment._change_reason = say("policies.proof_added", what=line.what)
    line.save()
    commitment.save()
    return line


def _money(commitment: Commitment, line: Any, reason: str) -> Any:
    """A year of money, new or known: what was said before stays in the history."""
    known = commitment.moneys.filter(year=line.year).first()
    if known is None:
        commitment._change_reason = say(
            "policies.money_added", year=line.year, now=_said_money(line), why=reason.strip()
        ).strip()
        kept = line
    else:
        before = _said_money(known)
        for name in ("voted", "spent"):
            if getattr(line, name) is not None:
                setattr(known, name, getattr(line, name))
        if _said_money(known) == before:
            raise Refusal(say("policies.year_twice"), say("policies.year_twice_remedy"))
        if len(reason.strip()) < LEAST_REASON:
            raise Refusal(say("policies.year_known"), say("policies.year_known_remedy"))
        commitment._change_reason = say(
            "policies.money_moved", year=line.year, before=before, now=_said_money(known), why=reason.strip()
        )
        kept = known
    kept.save()
    commitment.save()
    return kept


def _said_money(line: Any) -> str:
    return " / ".join("—" if amount is None else f"{amount:.2f}" for amount in (line.voted, line.spent))


@transaction.atomic
def link_tension(tension: Tension) -> Tension:
    """Two policies of this observatory that pull against each other: said once, whichever is named first."""
    first, second = tension.first, tension.second
    if first.pk == second.pk:
        raise Refusal(say("policies.tension_itself"), say("policies.tension_itself_remedy"))
    if first.observatory_id != second.observatory_id:
        raise Refusal(say("policies.tension_elsewhere"), say("policies.tension_itself_remedy"))
    same = Tension.objects.filter(first__in=(first, second), second__in=(first, second))
    if same.filter(effect=tension.effect, effect_name__iexact=tension.effect_name).exists():
        raise Refusal(say("policies.tension_known"), say("policies.tension_known_remedy"))
    tension.save()
    return tension


@transaction.atomic
def save_group(observatory: Any, group: WorkingGroup, policies: Any, *, reason: str = "") -> WorkingGroup:
    because(group, reason)
    group.observatory = observatory
    group.save()
    group._change_reason = reason.strip() or say("policies.written_first")
    group.policies.set(policies)
    return group


@transaction.atomic
def cite(deliberation: Deliberation, citation: Citation, *, marker: str, by: Any) -> Citation:
    """This decision takes up a figure, or the diagnostic as a whole when no marker is named: the reading is frozen."""
    citation.deliberation = deliberation
    read = read_now(deliberation.observatory, marker, deliberation.area, deliberation.date)
    for name, value in read.items():
        setattr(citation, name, value)
    if marker and deliberation.citations.filter(marker=marker, kind=citation.kind).exists():
        raise Refusal(say("policies.cited_already"), say("policies.cited_already_remedy"))
    citation.confirmed_by = by
    citation.save()
    return citation


def read_now(observatory: Any, marker: str, area: str, day: date | None = None) -> dict[str, Any]:
    """The reading as an edition holds it (the one in force that day, else now): address, words, edition and its day."""
    edition = edition_on(observatory, day) if day else edition_of(observatory)
    if edition is None:
        said = "before_edition" if day and edition_of(observatory) else "no_edition"
        raise Refusal(say(f"policies.{said}"), say(f"policies.{said}_remedy"))
    found: dict[str, Any] = {
        "marker": marker, "area": area, "address": "", "frozen": {}, "edition": edition.id,
        "edition_date": date.fromisoformat(str(edition.date)[:10]),
    }  # fmt: skip
    if marker:
        reading = edition.reading(marker, area)
        card = edition.marker(marker)
        told = reading["value"] is not None
        found["address"] = reading["address"]
        found["frozen"] = {
            "label": {"fr": card["label"]["fr"], "en": card["label"]["en"]},
            "value_text": {
                lang: full_text(reading, card, lang) if told else STATUS_NAMES[reading["status"]][lang]
                for lang in LANGUAGES
            },
            "period_text": {lang: period_words(reading["time_period"], lang) for lang in LANGUAGES},
            **{key: reading[key] for key in ("value", "unit", "time_period", "status", "source")},
        }
    return found
