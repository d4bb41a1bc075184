"""Codes one can read aloud or copy from a letter, and how they are kept: by their fingerprint under the instance's key."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

#: no I, L, O, U: they are misread
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_MISREAD = str.maketrans("ILOU", "110V")


def new_code() -> str:
    """Sixteen signs in four groups: eighty bits."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(text[i : i + 4] for i in range(0, LENGTH, 4))


def new_token() -> str:
    """What a private link holds."""
    return secrets.token_urlsafe(32)


def plain(code: str) -> str:
    """The code as typed by a person, without spaces and misread letters."""
    return "".join(sign for sign in code.upper().translate(_MISREAD) if sign in ALPHABET)


def fingerprint(text: str) -> str:
    """What the database keeps of a code or a token."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
