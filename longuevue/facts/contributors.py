"""Who gave a part of an entrusted count, as facts bear it inside the private zone: a number, never a name.

The gate adds these rows up before anything leaves, and judges whether a total rests on too few of them; no edition holds one.
"""

from __future__ import annotations

import re
from typing import Final

#: what begins the `item` of such a row
_PREFIX: Final = "contributor:"
#: what ends it when the contributor agreed that its own figure may be read in a total
_AGREED: Final = "+"
_MARK = re.compile(r"\d{1,9}\+?")


def mark(number: int, *, agreed: bool) -> str:
    """What the press writes beside the figures of one contributor."""
    return f"{number}{_AGREED if agreed else ''}"


def item_of(text: str) -> str:
    """The `item` of a row of facts, from that mark; `ValueError` for anything else, so that no name gets in."""
    if not _MARK.fullmatch(text):
        raise ValueError(text)
    return f"{_PREFIX}{text}"


def is_contributor(item: str | None) -> bool:
    """Whether the row is one contributor's part."""
    return item is not None and item.startswith(_PREFIX)


def agreed(item: str) -> bool:
    """Whether that contributor lets its own figure be read."""
    return item.endswith(_AGREED)
