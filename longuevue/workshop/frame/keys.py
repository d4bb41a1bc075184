"""The instance's secrets: made once, in the observatory's private folder, readable by its owner alone. Never in code."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

#: signs sessions and links
SECRET = "secret-key"
#: encrypts contacts; backed up apart from the database
CONTACTS = "contacts-key"


def key(private: Path, name: str) -> str:
    """The key of that name, made on first use with mode 600."""
    private.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = private / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        text = secrets.token_urlsafe(48)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return text


def _read(path: Path) -> str:
    """What another process wrote; it may be at it just now."""
    import time

    for _ in range(50):
        text = path.read_text(encoding="ascii").strip()
        if text:
            return text
        time.sleep(0.02)
    raise RuntimeError(f"{path} is empty: remove it to have a new key made")
