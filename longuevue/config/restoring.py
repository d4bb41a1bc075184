"""Putting a backup back: everything is read, hashed and made to obey the ledger of withdrawals beside the folder, then swapped.
Until the swap nothing of the folder is touched; writing a backup lives in `backup`."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from longuevue.config.backup import (
    FOLDERS,
    FORMAT,
    MANIFEST,
    SEAL,
    compact,
    refuse_another_database,
)
from longuevue.config.gate import LEDGER as RELEASES
from longuevue.config.observatory import FILE
from longuevue.config.withdrawals import DATABASE, Ledger, Told, obey, read_ledger, told_by
from longuevue.terms.on_disk import flush
from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.keys import CONTACTS, SECRET
from longuevue.workshop.press.revoking import held, revoke_lines
from longuevue.workshop.withdrawals.lines import POST, line

_CHUNK = 1 << 20


class TakenBack(NamedTuple):
    """How many stories and contributions were taken back again, by kind; until when withdrawals are known; whether the ledger is
    of a format that never heard of the contributions that are put back."""

    erased: Mapping[str, int]
    until: dt.datetime | None
    deaf: bool = False


class Restored(NamedTuple):
    """What was put back, what was taken back again, and where the folder that it replaces now lies."""

    folder: Path
    files: int
    taken_back: TakenBack
    aside: Path | None
    made_at: dt.datetime


def restore(
    path: Path,
    folder: Path,
    *,
    over: bool = False,
    ledger: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Restored:
    """Raises `Refusal`, having changed nothing, for a file that is not whole or a folder that is not free."""
    refuse_another_database()
    if not path.is_file():
        raise Refusal(f"« {path} » n'existe pas.", "Donnez le fichier écrit par « longuevue backup ».")
    folder = folder.resolve()
    _refuse_taken(folder, over)
    _refuse_full(path, folder.parent)
    for unfinished in folder.parent.glob(f".{folder.name}.*.restoring"):
        shutil.rmtree(unfinished, ignore_errors=True)  # of a restore that was killed
    staged = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".restoring"))
    try:
        manifest = _unpack(path, staged, progress)
        made_at = dt.datetime.fromisoformat(manifest["made_at"])
        again = _take_back(staged, folder, made_at, read_ledger(ledger) if ledger else None)
        _keep_private(staged, folder)
        aside = _swap(staged, folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return Restored(folder, len(manifest["members"]), again, aside, made_at)


def _refuse_taken(folder: Path, over: bool) -> None:
    if not folder.parent.is_dir() or (folder.exists() and not folder.is_dir()):
        raise Refusal(f"« {folder} » n'est pas un dossier possible.", "Donnez un dossier, neuf ou vide.")
    if (folder / FILE).exists():
        if not over:
            raise Refusal(
                f"« {folder} » est déjà un observatoire.",
                "Ajoutez --over pour le remplacer : l'ancien sera mis de côté. Sinon, choisissez un dossier neuf.",
            )
    elif folder.exists() and any(folder.iterdir()):
        raise Refusal(f"« {folder} » existe et n'est pas vide.", "Choisissez un dossier neuf.")


def _refuse_full(path: Path, where: Path) -> None:
    needed, free = path.stat().st_size, shutil.disk_usage(where).free
    if free < needed:
        raise Refusal(
            f"Il faut {needed // 1_000_000} Mo de place et il en reste {free // 1_000_000}.",
            "Libérez de la place : l'ancien dossier est gardé jusqu'au bout.",
            where=str(where),
        )


def _unpack(path: Path, staged: Path, progress: Callable[[str], None]) -> dict[str, Any]:
    """Every member written apart and checked; the manifest."""
    found: dict[str, dict[str, Any]] = {}
    own: dict[str, bytes] = {}
    if path.stat().st_size % tarfile.RECORDSIZE:
        raise _spoilt(path, "le fichier est coupé")
    try:
        with tarfile.open(path, mode="r:") as tar:
            for info in tar:
                _refuse_strange(info, path)
                if info.name in found or info.name in own:
                    raise _spoilt(path, f"« {info.name} » y est deux fois")
                content = tar.extractfile(info)
                assert content is not None  # a plain file, just checked
                if info.name in (MANIFEST, SEAL):
                    own[info.name] = content.read()
                    continue
                progress(f"Vérification : {info.name}")
                target = staged / info.name
                target.parent.mkdir(parents=True, exist_ok=True)
                digest = hashlib.sha256()
                with target.open("xb") as file:
                    while block := content.read(_CHUNK):
                        digest.update(block)
                        file.write(block)
                if info.name.startswith("private/"):
                    target.chmod(0o600)
                found[info.name] = {"bytes": info.size, "sha256": digest.hexdigest()}
    except tarfile.TarError as error:
        raise _spoilt(path, "le fichier est coupé, ou n'est pas une sauvegarde") from error
    if set(own) != {MANIFEST, SEAL}:
        raise _spoilt(path, "la fin manque")
    if hashlib.sha256(own[MANIFEST]).hexdigest().encode() != own[SEAL]:
        raise _spoilt(path, "la liste des fichiers a été modifiée")
    try:
        manifest: dict[str, Any] = json.loads(own[MANIFEST])
        listed = dict(manifest["members"])
        if manifest["backup"] != FORMAT or not dt.datetime.fromisoformat(manifest["made_at"]).tzinfo:
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise _spoilt(path, "elle vient d'une autre version de Longuevue") from error
    wrong = sorted(name for name in found.keys() | listed.keys() if found.get(name) != listed.get(name))
    if wrong or FILE not in found:
        raise _spoilt(path, f"« {(wrong or [FILE])[0]} » manque ou a été modifié")
    return manifest


def _refuse_strange(info: tarfile.TarInfo, path: Path) -> None:
    """A backup holds plain files, under the names that a backup takes; nothing else is ever written."""
    parts = PurePosixPath(info.name).parts
    plain = info.isfile() and not info.issparse()
    known = info.name in (FILE, DATABASE, RELEASES, MANIFEST, SEAL) or (len(parts) > 1 and parts[0] in FOLDERS)
    straight = info.name == "/".join(parts) and ".." not in parts and "\\" not in info.name
    if not plain:
        raise _spoilt(path, f"« {info.name} » est un lien, et non un fichier")
    if not known or not straight:
        raise _spoilt(path, f"« {info.name} » n'a rien à faire dans une sauvegarde")


def _spoilt(path: Path, why: str) -> Refusal:
    return Refusal(
        f"Cette sauvegarde n'est pas bonne : {why}.",
        "Rien n'a été changé. Reprenez une autre copie de ce fichier, ou une autre sauvegarde.",
        where=str(path),
    )


def _take_back(staged: Path, folder: Path, made_at: dt.datetime, given: Ledger | None) -> TakenBack:
    """What was taken back since the backup is taken back in it."""
    base = staged / DATABASE
    if not base.is_file():
        return _without_database(staged, folder, made_at, given)
    try:
        saved = told_by(base)
    except sqlite3.DatabaseError as error:
        raise Refusal("La base sauvegardée ne se lit pas.", "Prenez une autre sauvegarde.", where=DATABASE) from error
    here = _told_here(folder)
    follows = here is not None and here.follows(saved)
    newer = given is not None and given.covers(saved, made_at)
    if saved.alive and not follows and not newer:
        raise _without_ledger(made_at, given)
    lines = (given.lines if given else frozenset()) | (here.withdrawn if here else frozenset())
    # whatever the database knows already: its editions were copied a moment before or after it
    revoke_lines(staged, map(line, lines | saved.withdrawn), dt.date.today().isoformat())
    until = _until(follows, given if newer else None)
    speaks = any(line(one).kind == POST for one in saved.alive)
    deaf = speaks and not follows and given is not None and not given.tells_debates
    if lines <= saved.withdrawn:
        return TakenBack({}, until, deaf)
    erased = obey(staged, lines)
    with closing(sqlite3.connect(base)) as connection:
        compact(connection)
    return TakenBack(erased, until, deaf)


def _without_database(staged: Path, folder: Path, made_at: dt.datetime, given: Ledger | None) -> TakenBack:
    """Editions may hold people's words where no database is saved: they obey the same ledger, or are not put back."""
    words = held(staged)
    if not words:
        return TakenBack({}, None)
    here = _told_here(folder)
    if here is None and (given is None or given.made_at < made_at):
        raise _without_ledger(made_at, given)
    lines = (given.lines if given else frozenset()) | (here.withdrawn if here else frozenset())
    erased = revoke_lines(staged, map(line, lines), dt.date.today().isoformat())
    deaf = POST in words and here is None and given is not None and not given.tells_debates
    return TakenBack(erased, _until(here is not None, given), deaf)


def _until(follows: bool, given: Ledger | None) -> dt.datetime | None:
    """The moment after which a withdrawal would be unknown."""
    return dt.datetime.now(dt.UTC) if follows else given.made_at if given else None


def _told_here(folder: Path) -> Told | None:
    try:
        return told_by(folder / DATABASE) if (folder / DATABASE).is_file() else None
    except sqlite3.DatabaseError:
        return None


def _without_ledger(made_at: dt.datetime, given: Ledger | None) -> Refusal:
    day = made_at.astimezone().strftime("%d/%m/%Y à %H:%M")
    found = (
        "Le registre des retraits donné est plus ancien que la sauvegarde, ou d'un autre atelier."
        if given
        else "Cette sauvegarde contient des témoignages ou des contributions à des débats, et rien ne dit lesquels ont été repris depuis."
    )
    return Refusal(
        found,
        f"Donnez par --ledger le fichier « .ledger » le plus récent de cet atelier, écrit le {day} ou après "
        "(« longuevue backup » l'écrit à côté de chaque sauvegarde).",
    )


def _keep_private(staged: Path, folder: Path) -> None:
    """What no backup holds is taken from the folder replaced: keys; and releases made since, which cannot be unknown again."""
    private = staged / "private"
    private.mkdir(mode=0o700, exist_ok=True)
    private.chmod(0o700)
    for name in (SECRET, CONTACTS):
        if (folder / "private" / name).is_file():
            shutil.copy2(folder / "private" / name, private / name)
    now, then = folder / RELEASES, staged / RELEASES
    if now.is_file():
        known = now.read_bytes()
        if not then.is_file() or known.startswith(then.read_bytes()):
            then.write_bytes(known)
            then.chmod(0o600)


def _swap(staged: Path, folder: Path) -> Path | None:
    """The folder gives way whole: renamed aside, never emptied."""
    for name in FOLDERS[:3] + FOLDERS[-1:]:
        (staged / name).mkdir(exist_ok=True)
    staged.chmod(folder.stat().st_mode & 0o777 if folder.exists() else 0o755)
    aside = None
    if folder.exists():
        if any(folder.iterdir()):
            stamp = dt.datetime.now().strftime("%Y-%m-%d-%H%M%S")
            aside = folder.with_name(f"{folder.name}.avant-{stamp}")
            folder.rename(aside)
        else:
            folder.rmdir()
    try:
        staged.rename(folder)
    except OSError:
        if aside is not None:
            aside.rename(folder)
        raise
    flush(folder.parent)
    return aside
