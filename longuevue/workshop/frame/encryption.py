"""Contacts are written encrypted: the key is a file of the private folder, never in the database nor in its backup."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models

LOST = ""


@lru_cache(maxsize=4)
def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


def sealed(text: str) -> str:
    """`text` as the database keeps it."""
    return _box(settings.LONGUEVUE_CONTACTS_KEY).encrypt(text.encode()).decode() if text else ""


def opened(token: str) -> str:
    """What was sealed; empty when the key is another one (a database restored without its key)."""
    try:
        return _box(settings.LONGUEVUE_CONTACTS_KEY).decrypt(token.encode()).decode() if token else ""
    except InvalidToken:
        return LOST


class SealedField(models.TextField):
    """A text encrypted at rest. It cannot be searched, which is wanted."""

    def get_prep_value(self, value: str | None) -> str:
        return sealed(value or "")

    def from_db_value(self, value: str, expression: object, connection: object) -> str:
        return opened(value or "")
