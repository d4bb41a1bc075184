"""A backup: one tar file of what an observatory cannot make again, every member hashed, its keys left out.
Reading one back lives in `restoring`; nothing here knows Django, so that a broken workshop can still be saved."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from longuevue.config.gate import LEDGER as RELEASES
from longuevue.config.observatory import FILE
from longuevue.config.withdrawals import DATABASE
from longuevue.terms.on_disk import flush
from longuevue.terms.refusal import Refusal

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
#: what a backup takes, in this order: the ledger of releases last, so that it knows of every edition taken
FOLDERS = ("markers", "perimeters", "sources", "outlines", "debate", "workshop", "editions")


def refuse_another_database() -> None:
    """A database that is not a file of the folder is saved by its own tools."""
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres", "pgsql")):
        raise Refusal(
            "La base de l'atelier est sous PostgreSQL : cette commande ne sauvegarde et ne restaure que SQLite.",
            "Employez pg_dump (et pg_restore) pour la base, et copiez à part le dossier de l'observatoire.",
        )
    if url:
        raise Refusal(
            "DATABASE_URL désigne une base hors du dossier de l'observatoire.",
            "Sauvegardez-la avec ses propres outils, ou retirez DATABASE_URL.",
        )


def save(folder: Path, path: Path, progress: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """Write the backup of `folder` at `path`, whole or not at all; its manifest."""
    refuse_another_database()
    if path.is_dir() or not path.parent.is_dir():
        raise Refusal(f"« {path} » n'est pas un nom de fichier possible.", "Donnez un fichier d'un dossier qui existe.")
    inside = next((name for name in FOLDERS if path.is_relative_to(folder / name)), None)
    if inside:
        raise Refusal(f"« {path} » serait dans « {inside} », qu'il sauvegarde.", "Écrivez-le ailleurs.")
    for unfinished in path.parent.glob(f".{path.name}.*.partial"):
        unfinished.unlink(missing_ok=True)  # of a backup that was killed
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".partial")  # mode 600
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                manifest = _fill(tar, folder, draft.with_suffix(".base.partial"), progress)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    flush(path.parent)
    return manifest


def _fill(tar: tarfile.TarFile, folder: Path, copy: Path, progress: Callable[[str], None]) -> dict[str, Any]:
    members: dict[str, dict[str, Any]] = {}
    made_at = dt.datetime.now(dt.UTC)
    if (folder / DATABASE).is_file():
        try:
            copy_database(folder / DATABASE, copy)
            _add(tar, copy, DATABASE, members)
        finally:
            copy.unlink(missing_ok=True)
    for name in _names(folder):
        progress(f"Sauvegarde : {name}")
        _add(tar, folder / name, name, members)
    manifest = {"backup": FORMAT, "made_at": made_at.isoformat(), "members": members}
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    for name, content in ((MANIFEST, text), (SEAL, hashlib.sha256(text).hexdigest().encode())):
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        tar.addfile(info, io.BytesIO(content))
    return manifest


def copy_database(source: Path, copy: Path) -> None:
    """A copy taken while people write, in one moment; what was erased leaves no trace in its free pages."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(source, timeout=30)) as live, closing(sqlite3.connect(copy)) as taken:
            live.backup(taken)
            compact(taken)
            sound = taken.execute("pragma quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        sound = str(error)
    if sound != "ok":
        raise Refusal(
            f"La base de l'atelier est abîmée ({sound}).",
            "Rien n'a été écrit. Gardez vos sauvegardes précédentes, et restaurez la dernière qui est saine.",
            where=str(source),
        )


def compact(base: sqlite3.Connection) -> None:
    """One file without journal nor free pages: a key that was destroyed is not left lying in them."""
    base.execute("pragma journal_mode=delete")
    base.execute("vacuum")


def _names(folder: Path) -> Iterator[str]:
    """What is taken, by its path in the folder. The edition in force is named first: it was whole by then."""
    yield from _kept(folder, folder / FILE)
    yield from _kept(folder, folder / "editions/current")
    for name in FOLDERS:
        for path in _below(folder / name):
            if path != folder / "editions/current":
                yield from _kept(folder, path)
    yield from _kept(folder, folder / RELEASES)


def _below(folder: Path) -> Iterator[Path]:
    if folder.is_symlink():
        yield folder
    for path in sorted(folder.iterdir()) if folder.is_dir() and not folder.is_symlink() else ():
        if path.name.startswith("."):
            continue  # drafts of another command, at work or killed
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
        else:
            yield path


def _kept(folder: Path, path: Path) -> Iterator[str]:
    if path.is_symlink():
        raise Refusal(
            "Ce nom est un lien vers un autre endroit : une sauvegarde n'en suit aucun.",
            "Mettez le fichier lui-même à sa place, ou retirez le lien.",
            where=str(path),
        )
    if path.is_file():
        yield path.relative_to(folder).as_posix()


class _Read:
    """A file read once, hashed as it goes into the archive."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.sha256 = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.sha256.update(content)
        return content


def _add(tar: tarfile.TarFile, path: Path, name: str, members: dict[str, dict[str, Any]]) -> None:
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)  # the ledger of releases is written under a lock
        status = os.fstat(file.fileno())
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = status.st_size, int(status.st_mtime), 0o600
        read = _Read(file)
        tar.addfile(info, read)
        members[name] = {"bytes": info.size, "sha256": read.sha256.hexdigest()}
