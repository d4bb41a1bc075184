"""Returned mails, read from the mailbox where they arrive (mbox or one file): which of our messages came back for good.
Addresses are not read: a returned mail names our message by its `Message-ID`."""

from __future__ import annotations

import mailbox
import re
import uuid
from email.message import Message
from pathlib import Path

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say
from longuevue.workshop.waves.sending import DOMAIN

_OURS = re.compile(rf"<([0-9a-f-]{{36}})@{re.escape(DOMAIN)}>")


def lost_messages(path: Path) -> set[uuid.UUID]:
    """Our messages that a server refused for good (RFC 3464: action « failed », status 5.x.x); a delay says nothing."""
    if not path.exists():
        raise Refusal(say("waves.no_mailbox", path=path), say("waves.no_mailbox_remedy"))
    box = mailbox.Maildir(path, create=False) if path.is_dir() else mailbox.mbox(path, create=False)
    return {uuid.UUID(found) for mail in box if _failed(mail) for found in _OURS.findall(mail.as_string())}


def _failed(mail: Message) -> bool:
    """Whether the mail reports that a delivery failed for good."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = part.get_payload()
            for block in blocks if isinstance(blocks, list) else []:
                if not isinstance(block, Message):
                    continue
                if (block.get("Action", "").strip().lower(), block.get("Status", "").strip()[:1]) == ("failed", "5"):
                    return True
    return False
