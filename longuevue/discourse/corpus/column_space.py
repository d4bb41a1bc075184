"""The space that the text of a column takes on a page, in square centimetres, from the boxes of its lines.
Pictures and white margins take none here: it is the space of the text, that of column-centimetres times the column's width.
"""

from __future__ import annotations

from collections.abc import Sequence

#: left, bottom, right, top, in points
Box = tuple[float, float, float, float]
_CM_OF_POINT = 2.54 / 72


def space_of(boxes: Sequence[Box], region: Box | None = None) -> float | None:
    """Width of the column times the height of its lines, leading included; None when the page gives no box."""
    mine = [box for box in boxes if region is None or _inside(box, region)]
    if not mine:
        return None
    width = max(box[2] for box in mine) - min(box[0] for box in mine)
    heights = sorted(box[3] - box[1] for box in mine)
    leading = heights[len(heights) // 2]
    taken, low, high = 0.0, 0.0, 0.0
    for bottom, top in sorted((box[1], box[3]) for box in mine):
        # Lines as near as one line to the next are one text; a wider gap is a picture or a blank.
        if high and bottom <= high + leading:
            high = max(high, top)
        else:
            taken += high - low
            low, high = bottom, top
    taken += high - low
    return width * taken * _CM_OF_POINT**2


def _inside(box: Box, region: Box) -> bool:
    across, up = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return region[0] <= across <= region[2] and region[1] <= up <= region[3]
