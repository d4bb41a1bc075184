"""What is refused of a workbook before anything of it is read: half a file, macros, a file that swells. Its cells are read elsewhere."""

from __future__ import annotations

import zipfile
from pathlib import Path

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import say

#: bytes once unfolded: twenty thousand rows need far less
LARGEST_UNFOLDED = 120 * 1024 * 1024
#: where each format keeps its macros
MACROS = ("xl/vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/")


def refuse_unsafe(path: Path) -> None:
    """Raises `Refusal` for a workbook that is not whole, that holds macros, or that is far larger than it looks."""
    if path.suffix == ".csv":
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        raise Refusal(say("frame.workbook_broken"), say("frame.workbook_broken_remedy")) from None
    if any(member.filename.lower().startswith(MACROS) for member in members):
        raise Refusal(say("frame.workbook_macros"), say("frame.workbook_macros_remedy"))
    if sum(member.file_size for member in members) > LARGEST_UNFOLDED:
        raise Refusal(say("frame.workbook_swells"), say("frame.workbook_swells_remedy"))
