"""Which edition the pages read, found once per process and watched for a newer one. How an edition is made is not known here."""

from __future__ import annotations

import json
import os
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

from django.conf import settings

from longuevue.portal.library import Library
from longuevue.portal.sent import shelf
from longuevue.terms.refusal import Refusal

#: seconds between two looks for a newer edition; an edition is whole before it gets its name
LOOK_EVERY = 5.0
#: how many older editions are kept open for permanent addresses
KEPT_OPEN = 4

_lock = threading.Lock()
_lent: Library | None = None
_open: OrderedDict[Path, Library] = OrderedDict()
_current: tuple[float, Path] | None = None


def lend(edition: Any | None) -> None:
    """Make every page read this already opened edition (tests, static export); None returns to the configured one."""
    global _lent
    shelf().forget()
    _lent = None if edition is None else Library(edition)


def current() -> Library:
    """The edition of today. Raises `Refusal` when none was built yet."""
    global _current
    if _lent is not None:
        return _lent
    now = time.monotonic()
    if _current is None or now - _current[0] > LOOK_EVERY:
        _current = (now, newest(_root()))
    return _library(_current[1])


def pinned(edition_id: str) -> Library:
    """The edition of that id, for permanent addresses. Raises `Refusal` when it is not served here."""
    if _lent is not None and _lent.id == edition_id:
        return _lent
    if _lent is None:
        for path in editions(_root()):
            if path.name == edition_id or edition_id in path.name:
                library = _library(path)
                if library.id == edition_id:
                    return library
    raise Refusal(
        f"L'édition « {edition_id} » n'est pas servie ici.", "L'édition du jour est à l'adresse sans /edition/."
    )


def served() -> list[tuple[str, str]]:
    """(id, date) of every edition served here, newest first."""
    if _lent is not None:
        return [(_lent.id, _lent.date.isoformat())]
    manifests = [json.loads((path / "manifest.json").read_text(encoding="utf-8")) for path in editions(_root())]
    return [(manifest["id"], manifest["date"]) for manifest in manifests]


def look_again() -> None:
    """Notice what was taken back from the editions that are open, even when nobody asks for a page."""
    with _lock:
        libraries = [_lent, *_open.values()]
    for library in filter(None, libraries):
        library.as_it_stands()


def _root() -> Path:
    value = getattr(settings, "LONGUEVUE_EDITION", "") or os.environ.get("LONGUEVUE_EDITION", "")
    if not value:
        raise Refusal("Aucune édition n'est indiquée.", "Lancez « longuevue build » puis « longuevue serve ».")
    return Path(value)


def editions(root: Path) -> list[Path]:
    """Every whole edition under an observatory's folder (or the folder itself when it is one), newest first."""
    if (root / "manifest.json").is_file():
        siblings = [p for p in root.parent.iterdir() if (p / "manifest.json").is_file()] if root.parent.is_dir() else []
        return [root, *sorted((p for p in siblings if p != root), reverse=True)]
    shelf = root / "editions" if (root / "editions").is_dir() else root
    if not shelf.is_dir():
        return []
    found = [p for p in shelf.iterdir() if not p.name.startswith(".") and (p / "manifest.json").is_file()]
    return sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)


def newest(root: Path) -> Path:
    """The edition to show. Raises `Refusal` when there is none."""
    pointer = root / "editions" / "current"
    if pointer.is_file():
        named = root / "editions" / pointer.read_text(encoding="utf-8").strip()
        if (named / "manifest.json").is_file():
            return named
    found = editions(root)
    if not found:
        raise Refusal("Il n'y a pas encore d'édition ici.", "Lancez « longuevue build ».", where=str(root.name))
    return found[0]


def _library(path: Path) -> Library:
    with _lock:
        if path in _open:
            _open.move_to_end(path)
            return _open[path]
        from longuevue.edition.reader import Edition

        library = _open[path] = Library(Edition.open(path))
        while len(_open) > KEPT_OPEN:
            _open.popitem(last=False)
        return library
