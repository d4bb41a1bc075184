"""The ledger of what people took back, as a file kept apart from backups: written from a database, read, made to be obeyed.
Nothing here archives. Run apart (`python -m longuevue.config.withdrawals`), it replays on a database that is not in use yet."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from longuevue.config.workshop import settle
from longuevue.terms.on_disk import write_whole
from longuevue.terms.refusal import Refusal
from longuevue.workshop.withdrawals.lines import POST, STORY, Line, line

#: 1: whole stories; 2: one use of them; 3: contributions of debates too
FORMAT = 3
DATABASE = "private/workshop.sqlite3"


class Told(NamedTuple):
    """What a database says of stories and contributions of debates: all of them, those still there, the lines of its ledger."""

    known: frozenset[str]
    alive: frozenset[str]
    withdrawn: frozenset[str]

    def follows(self, older: Told) -> bool:
        """Whether it is the same workshop, later: it knows all that the other knew, be it as gone."""
        gone = {str(line(one)._replace(purpose="")) for one in self.withdrawn}
        return older.known <= self.known | gone


class Ledger(NamedTuple):
    """What was taken back, as known at that moment, line by line; one of an older format never heard of debates."""

    made_at: dt.datetime
    lines: frozenset[str]
    tells_debates: bool

    def covers(self, saved: Told, made_at: dt.datetime) -> bool:
        """Whether it is at least as new as that database, and of the same workshop."""
        told = saved.withdrawn if self.tells_debates else {one for one in saved.withdrawn if line(one).kind == STORY}
        return self.made_at >= made_at and told <= self.lines


def told_by(database: Path) -> Told:
    """Read without changing anything. Raises `sqlite3.DatabaseError` when the file is no database."""
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as base:
        tables = {name for (name,) in base.execute("select name from sqlite_master")}
        here = [
            (Line(kind, uuid.UUID(one)), gone)
            for kind, (table, query) in _WORDS.items()
            if table in tables
            for one, gone in base.execute(query)
        ]
        ledger = "withdrawals_withdrawal" in tables
        lines = base.execute(_LINES) if ledger else _lines_before(base, tables)
        withdrawn = frozenset(str(Line(kind, uuid.UUID(one), purpose)) for kind, one, purpose in lines)
    alive = frozenset(str(one) for one, gone in here if not gone)
    return Told(frozenset(str(one) for one, _ in here), alive, withdrawn)


_LINES = "select kind, record, purpose from withdrawals_withdrawal"
#: where people's words are, by kind, and whether each is gone
_WORDS = {
    STORY: ("testimonies_story", "select public_id, status = 'withdrawn' from testimonies_story"),
    POST: ("debate_post", "select public_id, taken_back_at is not null from debate_post"),
}


def _lines_before(base: sqlite3.Connection, tables: set[str]) -> list[tuple[str, str, str]]:
    """The lines of a database older than the ledger of today, as its migration would write them."""
    found: list[tuple[str, str, str]] = []
    if "testimonies_withdrawal" in tables:
        by_use = "purpose" in {row[1] for row in base.execute("pragma table_info(testimonies_withdrawal)")}
        purpose = "purpose" if by_use else "''"
        found += base.execute(f"select 'story', story_id, {purpose} from testimonies_withdrawal")
    if "debate_post" in tables:
        found += base.execute("select 'post', public_id, '' from debate_post where taken_back_at is not null")
    if "moderation_entry" in tables:
        removed = "kind in ('post', 'room') and after = 'removed'"
        found += base.execute(f"select kind, record, 'removed' from moderation_entry where {removed}")
    return found


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
            head["ledger"] not in (1, 2, FORMAT)
            or head["lines"] != len(ids)
            or head["sha256"] != _digest(ids)
            or not made_at.tzinfo
        ):
            raise ValueError
        return Ledger(made_at, frozenset(str(line(one)) for one in ids), head["ledger"] >= FORMAT)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Refusal(
            "Ce registre des retraits ne se lit pas, ou a été coupé ou modifié.",
            "Donnez une autre copie du fichier « .ledger » écrit par « longuevue backup ».",
            where=str(path),
        ) from error


def obey(folder: Path, lines: frozenset[str]) -> dict[str, int]:
    """Bring that folder's database up to date and take all this back in it; how many were still there, by kind.

    In a process apart: the database is not this process's, and the keys of the instance are neither needed nor made.
    """
    apart = {
        "LONGUEVUE_FOLDER": str(folder),
        "LONGUEVUE_SECRET_KEY": secrets.token_urlsafe(48),
        "LONGUEVUE_CONTACTS_KEY": secrets.token_urlsafe(48),
    }
    done = subprocess.run(
        [sys.executable, "-m", "longuevue.config.withdrawals"],
        input="\n".join(sorted(lines)),
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
    erased: dict[str, int] = json.loads(done.stdout.strip().splitlines()[-1])
    return erased


def _digest(ids: list[str]) -> str:
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()


def _replay() -> str:
    settle(Path(os.environ["LONGUEVUE_FOLDER"]))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0, interactive=False)
    from longuevue.workshop.withdrawals.replaying import replay

    erased = replay(sys.stdin.read().splitlines())
    connections.close_all()
    return json.dumps(erased)


if __name__ == "__main__":
    print(_replay())
