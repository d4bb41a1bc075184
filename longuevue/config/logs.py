"""How a fault is written in a log: where it happened and of what sort, never what a person wrote, nor a private link.
A private link stands in an address, and the message of an exception may hold a field: neither is written."""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any, Final

_LINK: Final = re.compile(r"((?:lien|feuille|vrai|key)/)[^\s/]+")
_QUERY: Final = re.compile(r"\?\S+")


class Discreet(logging.Formatter):
    """Levels, names and places, as the standard one; exceptions by their kind and the lines of code that they passed through."""

    def format(self, record: logging.LogRecord) -> str:
        return _QUERY.sub("?…", _LINK.sub(r"\1…", super().format(record)))

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- the standard name
        kind, error, trace = ei
        causes = []
        while error is not None:
            causes.append(type(error).__qualname__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        told = "".join(traceback.format_tb(trace)) if trace else ""
        return f"{told}{' < '.join(causes) or getattr(kind, '__qualname__', kind)}"
