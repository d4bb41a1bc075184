"""Taking stories and words of debates out of everything that an instance serves: what waits for the next edition, and every
edition made.
No Django here: a restore does it before the database is opened."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from longuevue.edition.posts import posts_kept, take_posts_out
from longuevue.edition.spoken import SPOKEN, posts_in, told
from longuevue.edition.voices import ids_in, salted, take_out
from longuevue.terms.on_disk import write_whole
from longuevue.workshop.withdrawals.lines import POST, REMOVED, STORY, Line

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
    """Remove the words of these contributions and rooms under the instance's folder, as `revoke` does of stories; how many files
    went."""
    gone, removed = {str(one) for one in posts}, 0
    for folder in _folders(home) if gone else ():
        _wait_without(folder / RECORDS, gone, day)
        removed += sum(take_posts_out(edition, gone, day) for edition in editions_of(folder))
    return removed


def _wait_without(path: Path, gone: set[str], day: str) -> None:
    """The file of the last press, without these words; one that cannot be read is refused by the build anyway."""
    document = _waiting(path)
    if not document or not any(post in path.read_text(encoding="utf-8") for post in gone):
        return
    with suppress(KeyError, TypeError, AttributeError):  # written by another hand: no build takes it in
        document |= {name: told(name, document.get(name, []), dict.fromkeys(gone, day)) for name in SPOKEN}
        write_whole(path, json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n", mode=0o600)


def _waiting(path: Path) -> dict[str, Any]:
    """The file of the last press; nothing where there is none that can be read."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _waits(path: Path) -> bool:
    try:
        return bool(posts_in(_waiting(path)))
    except (KeyError, TypeError, AttributeError):
        return True  # written by another hand: whatever it holds


def revoke_lines(home: Path, lines: Iterable[Line], day: str) -> dict[str, int]:
    """Remove under that folder whatever a ledger takes out of editions: what was taken back whole, removed, or is no longer to be
    public; how many files went, by kind."""
    gone = [one for one in lines if one.purpose in ("", REMOVED, "publish")]
    stories = (one.record for one in gone if one.kind == STORY)
    others = (one.record for one in gone if one.kind != STORY)
    return {STORY: revoke(home, stories, day), POST: revoke_posts(home, others, day)}


def held(home: Path) -> set[str]:
    """Whose words lie under that folder, in an edition or for the next one: of stories, of contributions."""
    found = set()
    for folder in _folders(home):
        editions = editions_of(folder)
        if any((folder / WAITING).glob("*.json")) or any(ids_in(edition) for edition in editions):
            found.add(STORY)
        if any(posts_kept(edition) for edition in editions) or _waits(folder / RECORDS):
            found.add(POST)
    return found


def _folders(home: Path) -> Iterator[Path]:
    """The instance's folder, and each folder in it (`observatories/<slug>` too) that has editions or a workshop of its own."""
    yield home
    inside = (f"{depth}{name}" for depth in ("*/", "*/*/") for name in ("editions", "workshop"))
    yield from sorted({path.parent for pattern in inside for path in home.glob(pattern) if path.is_dir()})


def editions_of(folder: Path) -> list[Path]:
    """Finished or not: a build that runs now is reached too."""
    shelf = folder / "editions"
    return [path for path in sorted(shelf.iterdir()) if path.is_dir()] if shelf.is_dir() else []
