"""Which edition a reading command reads: the one named, else the one in force, else the demonstration's, built at once."""

from __future__ import annotations

from pathlib import Path

from longuevue.config.console import Steps, say
from longuevue.config.observatory import Observatory, find_observatory
from longuevue.edition.reader import Edition
from longuevue.terms.refusal import Refusal


def opened(edition: str | None) -> Edition:
    """The edition of that id or folder; the one in force when none is named.

    The first time, on a machine that never built anything, the starter edition is made: nobody meets an empty house.
    """
    observatory = find_observatory()
    if edition is not None:
        return _named(edition, observatory)
    current = observatory.current()
    if current is None:
        say(f"Aucune édition dans « {observatory.folder} » : je la construis.")
        current = built(observatory)
    return Edition.open(current)


def built(observatory: Observatory) -> Path:
    """Build with progress on standard error; the edition's folder."""
    from longuevue.config.pipeline import build

    steps = Steps()
    try:
        return build(observatory, progress=steps)[0]
    finally:
        steps.end()


def _named(edition: str, observatory: Observatory) -> Edition:
    for folder in (Path(edition), observatory.editions / edition):
        if (folder / "manifest.json").is_file():
            return Edition.open(folder)
    known = sorted(p.parent.name for p in observatory.editions.glob("*/manifest.json"))
    raise Refusal(
        f"L'édition « {edition} » n'existe pas.",
        "Éditions de cet observatoire :" if known else "Construisez-en une : longuevue build.",
        choices=tuple(known[-10:]),
    )
