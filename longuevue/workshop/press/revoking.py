"""Taking stories and words of debates out of everything that an instance serves: what waits for the next edition, and every
edition made.
No Django here: a restore does it before the database is opened."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from longuevue.edition.posts import take_posts_out
from longuevue.edition.spoken import SPOKEN, told
from longuevue.edition.voices import ids_in, salted, take_out
from longuevue.terms.on_disk import write_whole

#: one file a story, for the next edition
WAITING: Final = "workshop/voices"
#: the records of the last press, for the next edition
RECORDS: Final = "workshop/records.json"


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


def revoke_posts(home: Path, posts: Iterable[uuid.UUID], day: str) -> int:
    """Remove the words of these contributions under the instance's folder, as `revoke` does of stories; how many files went."""
    gone, removed = {str(one) for one in posts}, 0
    for folder in _folders(home) if gone else ():
        _wait_without(folder / RECORDS, gone, day)
        removed += sum(take_posts_out(edition, gone, day) for edition in editions_of(folder))
    return removed


def _wait_without(path: Path, gone: set[str], day: str) -> None:
    """The file of the last press, without these words; one that cannot be read is refused by the build anyway."""
    try:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text)
    except (OSError, ValueError):
        return
    if any(post in text for post in gone):
        document |= {name: told(name, document.get(name, []), dict.fromkeys(gone, day)) for name in SPOKEN}
        write_whole(path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n", mode=0o600)


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
