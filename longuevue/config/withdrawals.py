"""The ledger of stories taken back, as a file kept apart from backups: written from a database, read, made to be obeyed.
Nothing here archives. Run apart (`python -m longuevue.config.withdrawals`), it replays on a database that is not in use yet."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from longuevue.config.workshop import settle
from longuevue.terms.on_disk import write_whole
from longuevue.terms.refusal import Refusal

FORMAT = 2
DATABASE = "private/workshop.sqlite3"


class Told(NamedTuple):
    """What a database says of its stories: all of them, those still there, the lines of its ledger."""

    stories: frozenset[str]
    alive: frozenset[str]
    withdrawn: frozenset[str]


class Ledger(NamedTuple):
    """Stories taken back, as known at that moment: an id, and the use taken back when it is not the whole story."""

    made_at: dt.datetime
    ids: frozenset[str]


def told_by(database: Path) -> Told:
    """Read without changing anything. Raises `sqlite3.DatabaseError` when the file is no database."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as base:
        tables = {name for (name,) in base.execute("select name from sqlite_master")}
        if not {"testimonies_story", "testimonies_withdrawal"} <= tables:
            return Told(frozenset(), frozenset(), frozenset())
        stories = {str(uuid.UUID(one)): status for one, status in base.execute(_STORIES)}
        by_use = "purpose" in {row[1] for row in base.execute("pragma table_info(testimonies_withdrawal)")}
        told = base.execute(f"select story_id, {'purpose' if by_use else repr('')} from testimonies_withdrawal")
        gone = frozenset(f"{uuid.UUID(one)} {purpose}".strip() for one, purpose in told)
    alive = frozenset(one for one, status in stories.items() if status != "withdrawn")
    return Told(frozenset(stories), alive, gone)


_STORIES = "select public_id, status from testimonies_story"


def write_ledger(folder: Path, path: Path) -> int:
    """The ledger of that folder's database, whole or not at all; how many lines."""
    now = dt.datetime.now(dt.UTC)
    ids = sorted(told_by(folder / DATABASE).withdrawn)
    head = {"ledger": FORMAT, "made_at": now.isoformat(), "lines": len(ids), "sha256": _digest(ids)}
    write_whole(path, "\n".join([json.dumps(head), *ids]) + "\n", mode=0o600)
    return len(ids)


def read_ledger(path: Path) -> Ledger:
    """Raises `Refusal` for a file that is missing, cut short or changed."""
    try:
        first, *ids = path.read_text(encoding="ascii").splitlines()
        head = json.loads(first)
        made_at = dt.datetime.fromisoformat(head["made_at"])
        if (
            head["ledger"] not in (1, FORMAT)
            or head["lines"] != len(ids)
            or head["sha256"] != _digest(ids)
            or not made_at.tzinfo
        ):
            raise ValueError
        return Ledger(made_at, frozenset(_line(one) for one in ids))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "Ce registre des retraits ne se lit pas, ou a été coupé ou modifié.",
            "Donnez une autre copie du fichier « .ledger » écrit par « longuevue backup ».",
            where=str(path),
        ) from error


def _line(text: str) -> str:
    """A line that a ledger may hold; anything else raises `ValueError`."""
    story, _, purpose = text.partition(" ")
    if purpose and not _PURPOSE.fullmatch(purpose):
        raise ValueError(text)
    return f"{uuid.UUID(story)} {purpose}".strip()


def leave_pages(lines: Iterable[str]) -> Iterator[uuid.UUID]:
    """The stories that a ledger takes out of editions: taken back, or no longer to be public."""
    for line in lines:
        story, _, purpose = line.partition(" ")
        if purpose in ("", "publish"):
            yield uuid.UUID(story)


_PURPOSE = re.compile(r"[a-z_]{1,12}")


def obey(folder: Path, ids: frozenset[str]) -> int:
    """Bring that folder's database up to date and take these stories back in it; how many were still there.

    In a process apart: the database is not this process's, and the keys of the instance are neither needed nor made.
    """
    apart = {
        "LONGUEVUE_FOLDER": str(folder),
        "LONGUEVUE_SECRET_KEY": secrets.token_urlsafe(48),
        "LONGUEVUE_CONTACTS_KEY": secrets.token_urlsafe(48),
    }
    done = subprocess.run(
        [sys.executable, "-m", "longuevue.config.withdrawals"],
        input="\n".join(sorted(ids)),
        env={**os.environ, **apart},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refusal(
            "Le registre des retraits n'a pas pu être rejoué sur la base sauvegardée "
            f"({(done.stderr.strip().splitlines() or ['sans message'])[-1]}).",
            "Rien n'a été remplacé. Restaurez avec la version de Longuevue qui a écrit la sauvegarde, ou une plus récente.",
        )
    return int(done.stdout.strip().splitlines()[-1])


def _digest(ids: list[str]) -> str:
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()


def _replay() -> int:
    settle(Path(os.environ["LONGUEVUE_FOLDER"]))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    from longuevue.workshop.testimonies.services import replay_ledger

    erased = replay_ledger(sys.stdin.read().splitlines())
    connections.close_all()
    return erased


if __name__ == "__main__":
    print(_replay())
