"""What was made once for an edition and is asked again: the oldest goes first. What is kept is decided by those who ask."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any


class Kept(OrderedDict[Any, Any]):
    """At most `most` things by key. Threads share it: one may find a thing gone and makes it again."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        while len(self) > self.most:
            try:
                self.popitem(last=False)
            except KeyError:  # another thread has just emptied it
                return
