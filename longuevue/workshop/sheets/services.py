"""Writes: opening sheets, their private links, filling, accepting or giving back, opening next year's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from longuevue.sources.own.templates import template_of
from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts.codes import fingerprint, new_token
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories.selectors import shelf_of
from longuevue.workshop.observatories.services import checked_perimeter
from longuevue.workshop.sheets import selectors
from longuevue.workshop.sheets.models import Sheet
from longuevue.workshop.sheets.tables import parts_over

LINK_LASTS = dt.timedelta(days=120)


@transaction.atomic
def open_sheet(observatory: Any, *, actor: Any, template: str, year: int, area: str) -> Sheet:
    """A blank sheet. Raises `Refusal`: a table no actor fills, a scale it is not counted at, a sheet that exists."""
    known = selectors.tables(observatory)
    if template not in known:
        raise Refusal(say("sheets.no_table"), say("sheets.no_table_remedy"))
    (ref,) = checked_perimeter(observatory, [area])
    level = {"com": "commune", "epci": "epci", "dep": "departement", "reg": "region"}.get(ref.split("-")[0], "")
    if level not in known[template].levels:
        raise Refusal(say("sheets.bad_scale", area=ref), say("sheets.bad_scale_remedy"))
    if Sheet.objects.filter(actor=actor, template=template, year=year, area=ref).exists():
        raise Refusal(say("sheets.twice"), say("sheets.twice_remedy"))
    return Sheet.objects.create(observatory=observatory, actor=actor, template=template, year=year, area=ref)


@transaction.atomic
def open_link(sheet: Sheet) -> tuple[str, bool]:
    """(a new private link, shown once; whether it left by mail). The former one opens nothing any more."""
    token = new_token()
    sheet.token_hash, sheet.token_until = fingerprint(token), timezone.now() + LINK_LASTS
    sheet.save(update_fields=("token_hash", "token_until"))
    address = settings.LONGUEVUE_ADDRESS + reverse("sheet_by_link", args=[token])
    contact = getattr(sheet.actor, "contact", None)
    if contact is None or not contact.email:
        return address, False
    words = {"observatory": sheet.observatory.name, "name": sheet.actor.name, "address": address, "year": sheet.year}
    title = selectors.title(template_of(sheet.template))
    subject = say("sheets.mail_subject", title=title, year=sheet.year)
    send_mail(subject, say("sheets.mail_body", title=title, **words), None, [contact.email])
    return address, True


@transaction.atomic
def fill(sheet: Sheet, counts: Mapping[str, int | None], note: str, *, agreed: bool = False) -> Sheet:
    """What the organisation counted, and whether its own figure may be read in a total. It waits for a moderator, even
    when an earlier version was accepted."""
    held = Sheet.objects.select_for_update().get(pk=sheet.pk)
    said = {measure: int(value) for measure, value in counts.items() if value is not None}
    if not said:
        raise Refusal(say("sheets.blank"), say("sheets.blank_remedy"))
    if unknown := set(said) - set(template_of(held.template).measures):
        raise Refusal(say("sheets.unknown", measure=", ".join(sorted(unknown))), say("sheets.unknown_remedy"))
    names = template_of(held.template).measures
    for part, whole in parts_over(shelf_of(held.observatory), held.template):
        if part in said and whole in said and said[part] > said[whole]:
            labels = {"part": names[part].fr, "whole": names[whole].fr}
            raise Refusal(say("sheets.part_larger", **labels), say("sheets.part_larger_remedy"))
    held.counts, held.agreed, held.note = said, agreed, note.strip()
    held.state, held.reason = Sheet.State.FILLED, ""
    held.filled_at, held.accepted_at, held.accepted_by = timezone.now(), None, None
    held.save()
    return held


@transaction.atomic
def decide(sheet: Sheet, *, accept: bool, reason: str, read: Mapping[str, int], by: Any) -> Sheet:
    """Accept the counts that were read, or give the sheet back with a reason."""
    held = Sheet.objects.select_for_update().get(pk=sheet.pk)
    if held.counts != read or held.state == Sheet.State.OPEN:
        raise Refusal(say("sheets.changed"), say("sheets.changed_remedy"))
    if not accept and len(reason.strip()) < 3:
        raise Refusal(say("moderation.no_reason"), say("moderation.no_reason_remedy"))
    held.state = Sheet.State.ACCEPTED if accept else Sheet.State.RETURNED
    held.reason = "" if accept else reason.strip()
    held.accepted_at, held.accepted_by = (timezone.now(), by) if accept else (None, None)
    held.save()
    return held


@transaction.atomic
def renew(observatory: Any, year: int) -> int:
    """The sheets of that year for every organisation that had one the year before; how many were opened."""
    came = 0
    for one in selectors.sheets(observatory).filter(year=year - 1, actor__merged_into=None):
        _, made = Sheet.objects.get_or_create(
            actor=one.actor, template=one.template, year=year, area=one.area, defaults={"observatory": observatory}
        )
        came += made
    return came
