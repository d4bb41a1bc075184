"""Two links that are one: which pairs look alike, and the gesture by which a person makes them one. Nothing is lost: the link
that stands takes the lines of the other and what it alone knew; the other stays, with its versions, out of every list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from rapidfuzz import fuzz, process

from longuevue.sources.places import name_key
from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.parts import said_of
from longuevue.workshop.frame.words import say
from longuevue.workshop.links import selectors, services
from longuevue.workshop.links.models import Link, Sameness, Status
from longuevue.workshop.links.parts import PARTS

#: two spellings of one partner
ALIKE = 86
#: what the link that stands takes from the other when it says nothing itself
FILLED = (
    "bearer", "country", "partner_id", "field", "start", "end", "vote", "aims", "local_interest", "mutual_interest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two links that may be one, and why, as a word of `words/links.yaml`."""

    first: Link
    second: Link
    why: str


def alike(came: Iterable[Link], before: Iterable[Link], decided: Collection[frozenset[int]] = ()) -> list[Pair]:
    """Each link that came beside another of the same form and territory: the same identifier of the partner, or nearly the
    same name in the same country. Two identifiers are two partners."""
    groups: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for one in before:
        groups[one.kind, one.area].append(one)
    found = []
    for one in came:
        others = groups[one.kind, one.area]
        pair = next((p for p in _near(one, others) if frozenset((p.first.pk, p.second.pk)) not in decided), None)
        if pair is not None:
            found.append(pair)
        others.append(one)
    return found


def _near(one: Link, others: Sequence[Link]) -> Iterable[Pair]:
    """The others that may be this one, the surest first."""
    for other in others:
        if one.partner_id and one.partner_id == other.partner_id:
            yield Pair(one, other, "links.same_partner_id")
    by_pk = {other.pk: other for other in others if not (one.partner_id and other.partner_id)}
    names = {pk: name_key(other.partner) for pk, other in by_pk.items()}
    for _, _, pk in process.extract(
        name_key(one.partner), names, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=None
    ):
        if not one.country or not by_pk[pk].country or one.country == by_pk[pk].country:
            yield Pair(one, by_pk[pk], "links.alike_partner")


def likely(observatory: Any) -> list[Pair]:
    """The pairs of the register that look alike and that nobody decided yet."""
    decided = {
        frozenset(pair)
        for pair in Sameness.objects.filter(first__observatory=observatory).values_list("first_id", "second_id")
    }
    return alike(selectors.links(observatory), (), decided)


def merged_into(link: Link) -> list[tuple[Link, str, list[Any]]]:
    """(a link that was made one with this one, how its versions say it, the lines that it kept), those of those included."""
    found = []
    for one in link.merged.all():
        how = one.history.exclude(history_change_reason=None).first()
        lines = [said_of(line, part) for part in PARTS.values() for line in getattr(one, part.lines).all()]
        found += [(one, how.history_change_reason if how else "", lines), *merged_into(one)]
    return found


@transaction.atomic
def decide(observatory: Any, first: Any, second: Any, *, same: bool, by: Any) -> int:
    """Two links are one, or are two. As one, `first` stands. How many lines were left on the other because they say
    something else of the same year. Raises `Refusal` for a link and itself."""
    held = {
        str(one.public_id): one
        for one in selectors.links(observatory).select_for_update().filter(public_id__in=[first, second])
    }
    if str(first) == str(second):
        raise Refusal(say("links.itself"), say("links.itself_remedy"))
    if len(held) != 2:
        raise Http404
    a, b = held[str(first)], held[str(second)]
    Sameness.objects.update_or_create(first=a, second=b, defaults={"same": same, "decided_by": by})
    if not same:
        return 0
    left = _lines_moved(b, a)
    _completed(a, b)
    b.merged_into = a
    b._change_reason = say("links.merged_on", name=a.partner[:40], day=timezone.localdate().isoformat())
    b.save()
    return left


def _lines_moved(source: Link, target: Link) -> int:
    """Lines that the other has word for word stay where they are, and so do those that contradict it: these are counted."""
    left = 0
    for part in PARTS.values():
        known = [_said(line, part.columns) for line in getattr(target, part.lines).all()]
        for line in getattr(source, part.lines).all():
            if _said(line, part.columns) in known:
                continue
            line.link = target
            try:
                services.once(line)
            except Refusal:
                left += 1
            else:
                line.save()
    return left


def _said(line: Any, columns: Iterable[str]) -> Mapping[str, Any]:
    return {name: getattr(line, name) for name in columns}


def _completed(a: Link, b: Link) -> None:
    """What the other alone knew. Its aims bring their mark: written before any diagnostic, or not."""
    taken = {name: getattr(b, name) for name in FILLED if getattr(b, name) and not getattr(a, name)}
    if "aims" in taken:
        taken["aims_before_diagnostic"] = b.aims_before_diagnostic
    if a.status == Status.UNKNOWN != b.status:
        taken["status"] = b.status
    if set(b.languages) - set(a.languages):
        taken["languages"] = [*a.languages, *(code for code in b.languages if code not in a.languages)]
    if set(b.tags) - set(a.tags):
        taken["tags"] = [*a.tags, *(tag for tag in b.tags if tag not in a.tags)]
    if taken:
        for name, value in taken.items():
            setattr(a, name, value)
        a._change_reason = say("links.completed_from", name=b.partner[:40])
        a.save()
