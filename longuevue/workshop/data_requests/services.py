"""Writes: opening a request, adding a step. The order of steps is checked; nothing is rewritten."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.data_requests.models import DataRequest, Step
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories.selectors import marker as marker_of
from longuevue.workshop.reasoning.requests import may_follow


@transaction.atomic
def open_request(observatory: Any, *, actor: Any, marker: str, data: str, day: dt.date, by: Any) -> DataRequest:
    """A request sent on that day."""
    made = DataRequest.objects.create(
        observatory=observatory, actor=actor, marker=marker_of(observatory, marker).id, data=data.strip()
    )
    add_step(made, what="asked", day=day, note="", by=by)
    return made


@transaction.atomic
def add_step(request: DataRequest, *, what: str, day: dt.date, note: str, by: Any) -> Step:
    """What happened next. Raises `Refusal` for a step that cannot follow the last one."""
    held = DataRequest.objects.select_for_update().get(pk=request.pk)
    fault = may_follow(list(held.steps.all()), what, day, timezone.localdate())
    if fault:
        raise Refusal(say(f"data_requests.bad_{fault}"), say("data_requests.bad_remedy"))
    return Step.objects.create(request=held, what=what, day=day, note=note.strip(), written_by=by)
