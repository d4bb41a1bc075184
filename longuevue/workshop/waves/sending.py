"""The day's messages. Each is written down before it leaves, so that a crash never makes a third reminder; one that could not
leave is as if it had never been. Run once a day by `longuevue workshop daily`."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts.codes import fingerprint, new_token
from longuevue.workshop.frame.words import catalogue, say
from longuevue.workshop.reasoning.waves import to_write
from longuevue.workshop.testimonies.models import Contact, Story
from longuevue.workshop.waves import services
from longuevue.workshop.waves.models import Asked, Message, Wave
from longuevue.workshop.waves.selectors import KEPT, witnesses

#: of the `Message-ID` of our mails: what comes back names them by it
DOMAIN = "longuevue.invalid"


def send_due(today: dt.date) -> Counter[str]:
    """Everybody who is to be written to on that day, in every wave that is not paused: how many invitations, reminders, lost."""
    done: Counter[str] = Counter()
    for wave in Wave.objects.filter(paused=False).select_related("first__observatory", "again"):
        for who, kind in to_write(witnesses(wave.first, due_on=today), today):
            done[_write_to(wave, uuid.UUID(who), kind, today)] += 1
    done.pop("", None)
    return done


def _write_to(wave: Wave, story_id: uuid.UUID, kind: str, today: dt.date) -> str:
    """`invitation`, `reminder` or `bounced`; nothing when the person took something back this very moment."""
    token = new_token()
    with transaction.atomic():
        contact = Contact.objects.select_for_update().filter(story_id=story_id).exclude(email="").first()
        if contact is None or not Story.objects.filter(public_id=story_id, status__in=KEPT).exists():
            return ""
        asked, _ = Asked.objects.get_or_create(story_id=story_id, defaults={"wave": wave})
        message = Message.objects.create(asked=asked, kind=kind, day=today, token_hash=fingerprint(token))
    try:
        with get_connection() as connection:
            connection.send_messages([mail(wave, kind, token, contact.email, message)])
    except SMTPRecipientsRefused:
        services.bounced([message.public_id], today)
        return "bounced"
    except (OSError, SMTPException) as error:
        message.delete()
        if not asked.messages.exists():
            asked.delete()
        raise Refusal(say("waves.no_server", kind=type(error).__name__), say("waves.no_server_remedy")) from None
    return kind


def mail(wave: Wave, kind: str, token: str, to: str, message: Message | None = None) -> EmailMessage:
    """In both languages, as nobody knows which one the person reads. Not a word of what was told five years ago."""
    texts = catalogue()
    values = {
        "observatory": wave.first.observatory.name,
        "question": wave.first.question,
        "word": f"{wave.word}\n\n" if wave.word else "",
        "address": settings.LONGUEVUE_ADDRESS + reverse("wave_link", args=[token]),
    }
    body = texts["waves.body" if kind == "invitation" else "waves.body_again"]
    bodies = [body[lang].format(**values) for lang in ("fr", "en")]
    headers = {"Auto-Submitted": "auto-generated"}
    if message is not None:
        headers["Message-ID"] = f"<{message.public_id}@{DOMAIN}>"
    subject = texts["waves.subject"]["fr"].format(**values).replace("\n", " ")
    return EmailMessage(subject, "\n\n— — —\n\n".join(bodies), to=[to], headers=headers)
