"""Which outlines an observatory's editions are drawn with: its own files, else the mirror's, else the open ones.
Reading and tiling them is the work of `territories/outlines`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from longuevue.config.observatory import Observatory
from longuevue.territories.outlines.files import MIRROR_ORIGIN, OutlineFile, outline_files
from longuevue.territories.outlines.inputs import fingerprint


def outline_files_of(observatory: Observatory, mirror: Path | None) -> list[OutlineFile]:
    """The observatory's `outlines/` folder, and the `geometries/` of the mirror."""
    found: list[OutlineFile] = []
    if (observatory.folder / "outlines").is_dir():
        found += outline_files(observatory.folder / "outlines")
    if mirror is not None and (mirror / "geometries").is_dir():
        found += outline_files(mirror / "geometries", MIRROR_ORIGIN)
    return found


def shapes_fingerprint(observatory: Observatory, mirror: Path | None) -> str:
    """A hash of all that the shapes and their tiles are made from."""
    perimeters = [p.read_text("utf-8") for p in sorted((observatory.folder / "perimeters").glob("*.yaml"))]
    return fingerprint(outline_files_of(observatory, mirror), perimeters)


def make_shapes(observatory: Observatory, mirror: Path | None, folder: Path, progress: Callable[[str], None]) -> Path:
    """Fill `folder` with the shapes and tiles of this observatory, and return it."""
    from longuevue.territories.outlines.shapes import outlines_of
    from longuevue.territories.outlines.store import write_outlines

    progress("Contours : lecture et assemblage")
    write_outlines(folder, outlines_of(observatory.catalogue(), outline_files_of(observatory, mirror)), progress)
    return folder
