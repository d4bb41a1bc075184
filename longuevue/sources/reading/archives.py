"""Archives opened without trust: no path outside, no bomb, no surprise. What the members hold is for other readers."""

from __future__ import annotations

import fnmatch
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from longuevue.terms.refusal import Refusal

MOST_MEMBERS = 5_000
LARGEST_TOTAL = 4 << 30
#: text compresses well; beyond this ratio and size it is a bomb
LARGEST_RATIO = 300
RATIO_MATTERS_FROM = 50 << 20


def opened(path: Path, *, largest_total: int = LARGEST_TOTAL) -> zipfile.ZipFile:
    """The archive, once its table of contents is found honest."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise Refusal(f"Archive illisible ({error}).", "Téléchargez le fichier de nouveau.", where=path.name) from None
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    problem = None
    if len(members) > MOST_MEMBERS:
        problem = f"L'archive contient {len(members)} fichiers."
    elif total > largest_total:
        problem = f"L'archive, dépliée, ferait {total >> 20} Mo."
    elif total > RATIO_MATTERS_FROM and total > LARGEST_RATIO * max(1, path.stat().st_size):
        problem = "L'archive se gonfle anormalement (bombe de décompression)."
    elif any(member.flag_bits & 1 for member in members):
        problem = "L'archive est protégée par un mot de passe."
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or (member.filename[1:2] == ":"):
            problem = f"Le chemin « {member.filename[:60]} » sort de l'archive."
        if (member.external_attr >> 16) & 0o170000 == 0o120000:
            problem = f"« {member.filename[:60]} » est un lien."
    if problem:
        archive.close()
        raise Refusal(problem, "Ce fichier reste de côté ; demandez-en un autre au producteur.", where=path.name)
    return archive


def member_named(archive: zipfile.ZipFile, pattern: str) -> str:
    """The one member whose name matches the pattern (sources.md 0.1, rule 10: by name, never by index)."""
    names = [n for n in archive.namelist() if fnmatch.fnmatch(PurePosixPath(n).name.lower(), pattern.lower())]
    if len(names) != 1:
        listed = ", ".join(archive.namelist()[:20])
        raise Refusal(
            f"{len(names)} fichiers « {pattern} » dans l'archive. Elle contient : {listed}.",
            "Attendu : un seul.",
            where=archive.filename or "archive",
        )
    return names[0]


def extracted(path: Path, pattern: str, folder: Path) -> Path:
    """The matching member copied into `folder` under a name of ours, never under its own path."""
    with opened(path) as archive:
        name = member_named(archive, pattern)
        target = folder / f"{path.stem}-{PurePosixPath(name).name}"
        try:
            with archive.open(name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise Refusal(
                f"« {name} » est abîmé ({error}).", "Téléchargez l'archive de nouveau.", where=path.name
            ) from None
    return target
