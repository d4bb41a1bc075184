"""Pages read from a PDF: column by column, without running heads; a page without text is said to be unread.
Optical recognition is not done here: a scan is reported, not guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from longuevue.discourse.corpus.column_space import Box, space_of
from longuevue.discourse.corpus.document import Block
from longuevue.discourse.corpus.sentences import joined_lines

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|sur)\s*\d{1,4})?\W*$", re.IGNORECASE)
_EDGE = 3  # lines looked at, top and bottom, for running heads
_LEAST_LETTERS = 15
_MOST_BOXES = 4000  # a page of more runs of text is a drawing
#: the text of a column of a page, and the space it takes in cm² (None when the layout does not say)
Region = tuple[str, float | None]


class PdfError(Exception):
    """The PDF cannot be opened; the message is a plain French sentence."""


def pdf_blocks(source: bytes | Path) -> tuple[list[Block], int, tuple[int, ...]]:
    """Blocks of a PDF, its number of pages, and the pages that hold no readable text."""
    try:
        document = pdfium.PdfDocument(source)
    except pdfium.PdfiumError as trouble:
        raise PdfError(_why(str(trouble))) from None
    try:
        pages: list[list[Region]] = []
        for number in range(len(document)):
            pages.append(_page_text(document, number))
    finally:
        document.close()
    if not pages:
        raise PdfError("le PDF n'a aucune page")
    heads = _running_heads(pages)
    blocks: list[Block] = []
    silent: list[int] = []
    for number, regions in enumerate(pages, start=1):
        if sum(char.isalpha() for region, _ in regions for char in region) < _LEAST_LETTERS:
            silent.append(number)
            continue
        total = sum(bool(line.strip()) for region, _ in regions for line in region.split("\n"))
        place = 0
        for region, space in regions:
            lines = region.split("\n")
            kept = []
            for line in lines:
                # A head is dropped at the edge of the page only: in its middle, the same words are a list that goes on.
                edge = place < _EDGE or place >= total - _EDGE
                place += bool(line.strip())
                if not _PAGE_NUMBER.match(line) and not (edge and _shape(line) in heads):
                    kept.append(line)
            found = joined_lines("\n".join(kept), number)
            letters = sum(map(len, lines))
            if space is None or not letters:
                blocks.extend(found)
            else:
                blocks.extend(replace(block, space_cm2=space * len(block.text) / letters) for block in found)
    return _across_pages(blocks), len(pages), tuple(silent)


def _across_pages(blocks: list[Block]) -> list[Block]:
    """A sentence cut by the end of a page is one sentence, placed where it begins."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if (
            before
            and before.page != block.page
            and before.text[-1:].isalpha()
            and block.text[:1].islower()
            and not (before.furniture or block.furniture)
        ):
            space = (before.space_cm2 or 0.0) + (block.space_cm2 or 0.0) or None
            joined[-1] = Block(f"{before.text} {block.text}", before.page, before.kind, space_cm2=space)
        else:
            joined.append(block)
    return joined


def _why(trouble: str) -> str:
    if "password" in trouble.lower():
        return "le PDF est protégé par un mot de passe"
    return "le PDF est abîmé ou tronqué"


def _page_text(document: pdfium.PdfDocument, number: int) -> list[Region]:
    """The text of a page, one region after the other in reading order, each with its space."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return []
    try:
        text = page.get_textpage()
        try:
            count = text.count_rects()
            boxes = [text.get_rect(index) for index in range(count)] if count <= _MOST_BOXES else []
            regions = _regions(boxes, page.get_width(), page.get_height())
            if len(regions) == 1:
                return [(_lines(text.get_text_range()), space_of(boxes))]
            return [(_lines(text.get_text_bounded(*region)), space_of(boxes, region)) for region in regions]
        finally:
            text.close()
    except pdfium.PdfiumError:
        return []
    finally:
        page.close()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _regions(boxes: list[Box], width: float, height: float) -> list[Box]:
    """Where to read, in order: the whole page, or band after band, column after column."""
    whole: Box = (0.0, 0.0, width, height)
    if len(boxes) < 16:
        return [whole]
    gap = _gap(boxes, width)
    if gap is None:
        return [whole]
    across = sorted(
        ((box[1], box[3]) for box in boxes if box[0] < gap - 2 and box[2] > gap + 2), key=lambda band: -band[1]
    )
    regions: list[Box] = []
    top = height
    for low, high in _merged(across):
        regions += _columns(high, top, gap, width)
        regions.append((0.0, low, width, high))
        top = low
    regions += _columns(0.0, top, gap, width)
    return regions or [whole]


def _columns(low: float, high: float, gap: float, width: float) -> list[Box]:
    if high - low < 4:
        return []
    return [(0.0, low, gap, high), (gap, low, width, high)]


def _merged(bands: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for low, high in bands:
        if merged and high >= merged[-1][0] - 1:
            merged[-1] = (min(low, merged[-1][0]), merged[-1][1])
        else:
            merged.append((low, high))
    return merged


def _gap(boxes: list[Box], width: float) -> float | None:
    """The middle of a white river between two columns of lines, if there is one."""
    left_edge = min(box[0] for box in boxes)
    right_edge = max(box[2] for box in boxes)
    span = right_edge - left_edge
    if span < 0.4 * width:
        return None
    best: float | None = None
    for step in range(30, 71):
        x = left_edge + span * step / 100
        crossing = sum(1 for box in boxes if box[0] < x - 2 and box[2] > x + 2)
        if crossing > 0.08 * len(boxes):
            continue
        left = [box for box in boxes if box[2] <= x + 2]
        right = [box for box in boxes if box[0] >= x - 2]
        if min(len(left), len(right)) < 0.25 * len(boxes):
            continue
        # Columns hold lines of prose: long runs on both sides, else it is a table or an indented list.
        if _typical(left) < 0.25 * span or _typical(right) < 0.25 * span:
            continue
        best = x if best is None or abs(step - 50) < abs((best - left_edge) / span * 100 - 50) else best
    return best


def _typical(boxes: list[Box]) -> float:
    widths = sorted(box[2] - box[0] for box in boxes)
    return widths[int(len(widths) * 0.6)]


def _shape(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).lower()


def _running_heads(pages: list[list[Region]]) -> frozenset[str]:
    """Lines that come back at the top or the bottom of most pages, whatever their number."""
    seen: Counter[str] = Counter()
    for regions in pages:
        lines = [line for region, _ in regions for line in region.split("\n") if line.strip()]
        edge = {_shape(line) for line in lines[:_EDGE] + lines[-_EDGE:]}
        seen.update(edge)
    least = max(3, 0.4 * len(pages))
    return frozenset(shape for shape, times in seen.items() if times >= least and len(shape) > 2)
