"""Which pages of a long list lead on from one of them: the same ways in the portal and in the workshop, each with its own words."""

from __future__ import annotations


def ways(number: int, total: int) -> list[tuple[str, int, str]]:
    """(key of its words, number of the page, `rel` of the link) of each way on from the page `number` of `total`.

    >>> ways(1, 3)
    [('page_after', 2, 'next'), ('page_last', 3, '')]
    >>> ways(3, 3)
    [('page_first', 1, ''), ('page_before', 2, 'prev')]
    >>> ways(1, 1)
    []
    """
    back = [("page_first", 1, ""), ("page_before", number - 1, "prev")] if number > 1 else []
    on = [("page_after", number + 1, "next"), ("page_last", total, "")] if number < total else []
    return [*back, *on]
