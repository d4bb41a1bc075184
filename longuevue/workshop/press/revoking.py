"""Taking stories out of everything that an instance serves: what waits for the next edition, and every edition made.
No Django here: a restore does it before the database is opened."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from longuevue.edition.voices import ids_in, salted, take_out

#: one file a story, for the next edition
WAITING: Final = "workshop/voices"


def revoke(home: Path, stories: Iterable[uuid.UUID], day: str) -> int:
    """Remove these stories under the instance's folder, its observatories' own folders too; how many files went."""
    gone, removed = frozenset(salted(one) for one in stories), 0
    if not gone:
        return 0
    for folder in _folders(home):
        for voice in gone:
            path = folder / WAITING / f"{voice}.json"
            removed += path.is_file()
            path.unlink(missing_ok=True)
        removed += sum(take_out(edition, gone, day) for edition in editions_of(folder))
    return removed


def holds_stories(home: Path) -> bool:
    """Whether a story lies under that folder, in an edition or for the next one."""
    return any(
        any((folder / WAITING).glob("*.json")) or any(ids_in(edition) for edition in editions_of(folder))
        for folder in _folders(home)
    )


def _folders(home: Path) -> Iterator[Path]:
    """The instance's folder, and each folder in it (`observatories/<slug>` too) that has editions or a workshop of its own."""
    yield home
    inside = (f"{depth}{name}" for depth in ("*/", "*/*/") for name in ("editions", "workshop"))
    yield from sorted({path.parent for pattern in inside for path in home.glob(pattern) if path.is_dir()})


def editions_of(folder: Path) -> list[Path]:
    """Finished or not: a build that runs now is reached too."""
    shelf = folder / "editions"
    return [path for path in sorted(shelf.iterdir()) if path.is_dir()] if shelf.is_dir() else []
