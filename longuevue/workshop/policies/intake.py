"""Council decisions that come in together: a SCDL list, the acts that the meter read, a trace that a person confirms.
The SCDL schema: https://schema.data.gouv.fr/scdl/deliberations/ (columns COLL_NOM … DELIB_URL)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say
from longuevue.workshop.policies import selectors
from longuevue.workshop.policies.choices import Origin
from longuevue.workshop.policies.models import Citation, Deliberation, Trace
from longuevue.workshop.policies.services import checked_area, read_now
from longuevue.workshop.reasoning.csv_rows import table_of

NEEDED = ("DELIB_ID", "DELIB_DATE", "DELIB_OBJET")
_FRENCH = re.compile(r"^(\d{2})/(\d{2})/(\d{4})$")
#: digits of a count of votes
MOST_DIGITS = 5
_url = URLValidator(("http", "https"))


@dataclass(frozen=True, slots=True)
class Brought:
    """How many came in, were here already or do not hold the words asked for; and the rows nobody can read or that were shortened."""

    came: int
    known: int
    aside: int
    refused: tuple[str, ...]


@transaction.atomic
def bring_in_scdl(observatory: Any, content: bytes, name: str, *, area: str, words: str = "") -> Brought:
    """A SCDL list in. With `words`, only the acts whose object holds one of them. A row known already is left as it is."""
    ref = checked_area(observatory, area)
    wanted = [word.strip().casefold() for word in words.split(",") if word.strip()]
    seen = {(one.number, one.date): one for one in selectors.deliberations(observatory).filter(area=ref)}
    came, known, aside, refused = [], 0, 0, []
    for line, row in table_of(content, name, NEEDED).rows:
        if wanted and not any(word in row["DELIB_OBJET"].casefold() for word in wanted):
            aside += 1
            continue
        try:
            one = _act(observatory, ref, row)
        except ValueError as why:
            refused.append(say("policies.refused_row", line=line, why=str(why)))
            continue
        if (one.number, one.date) in seen:
            known += 1
            continue
        if len(" ".join(row["DELIB_OBJET"].split())) > len(one.title) or len(row.get("COLL_NOM", "").strip()) > len(
            one.body
        ):
            refused.append(say("policies.shortened_row", line=line))
        seen[one.number, one.date] = one
        one.origin_note = f"{name}, ligne {line}"[:300]
        came.append(one)
    _keep(came)
    return Brought(len(came), known, aside, tuple(refused))


def _act(observatory: Any, ref: str, row: dict[str, str]) -> Deliberation:
    title = " ".join(row["DELIB_OBJET"].split())
    number = row["DELIB_ID"].strip()
    if not title:
        raise ValueError(say("policies.no_object"))
    if not number or len(number) > 60:
        raise ValueError(say("policies.no_number"))
    return Deliberation(
        observatory=observatory,
        area=ref,
        body=row.get("COLL_NOM", "").strip()[:200],
        number=number,
        title=title[:500],
        date=_day(row["DELIB_DATE"]),
        votes_for=_votes(row.get("VOTE_POUR", "")),
        votes_against=_votes(row.get("VOTE_CONTRE", "")),
        abstentions=_votes(row.get("VOTE_ABSTENTION", "")),
        url=_address(row.get("DELIB_URL", "")),
        origin=Origin.SCDL,
    )


def _day(text: str) -> date:
    found = _FRENCH.match(text.strip())
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise ValueError(say("policies.bad_day", day=text[:20])) from None


def _votes(text: str) -> int | None:
    """Nobody wrote it: None, never 0."""
    if not text.strip():
        return None
    if not text.strip().isdecimal() or len(text.strip()) > MOST_DIGITS:
        raise ValueError(say("policies.bad_votes", text=text[:20]))
    return int(text)


def _address(text: str) -> str:
    try:
        _url(text.strip())
    except ValidationError:
        return ""
    return text.strip() if len(text.strip()) <= 200 else ""


def _keep(came: Sequence[Deliberation]) -> None:
    """One by one: each has its line of history."""
    for one in came:
        one.save()


@transaction.atomic
def bring_in_read_acts(observatory: Any, keys: Sequence[str]) -> int:
    """The acts ticked, of those that the meter found international."""
    wanted = set(keys)
    acts = [act for act in selectors.read_acts(observatory) if act.key in wanted]
    if not acts:
        raise Refusal(say("policies.nothing_ticked"), say("policies.nothing_ticked_remedy"))
    _keep(
        [
            Deliberation(
                observatory=observatory, area=act.area, title=act.title, date=date.fromisoformat(act.date),
                origin=Origin.METER, origin_note=act.document[:300],
            )
            for act in acts
        ]
    )  # fmt: skip
    return len(acts)


@transaction.atomic
def answer_trace(
    observatory: Any, key: str, *, confirmed: bool, deliberation: Deliberation | None, day: date | None, by: Any
) -> Citation | None:
    """A person says whether this text takes the diagnostic up. Confirmed, it is tied to a decision, made from it if need be."""
    trace = selectors.trace(observatory, key)
    if trace is None:
        raise Refusal(say("policies.trace_gone"), say("policies.trace_gone_remedy"))
    Trace.objects.create(observatory=observatory, key=key, confirmed=confirmed, by=by)
    if not confirmed:
        return None
    if deliberation is None:
        when = date.fromisoformat(trace.date) if trace.date and len(trace.date) == 10 else day
        if when is None:
            raise Refusal(say("policies.trace_undated"), say("policies.trace_undated_remedy"))
        deliberation = Deliberation.objects.create(
            observatory=observatory, area=trace.area, title=trace.text[:500], date=when,
            origin=Origin.METER, origin_note=trace.place[:300],
        )  # fmt: skip
    read = read_now(observatory, trace.marker, trace.area, deliberation.date)
    return Citation.objects.create(
        deliberation=deliberation, kind=trace.kind, quote=trace.text, trace=key, confirmed_by=by, **read
    )
