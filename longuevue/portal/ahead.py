"""What is read of an edition before anyone asks, so that the first reader does not wait for the others. Which edition, is
found by `desk`."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import threading
import time

from longuevue.portal import desk
from longuevue.terms.refusal import Refusal


def in_a_worker() -> None:
    """Open the edition and its search, read what larger places lend to their communes; then watch for what is taken back."""
    threading.Thread(target=_all, daemon=True).start()


def _give_back() -> None:
    """What drawn pages left behind goes back to the machine, where its C library knows how (glibc)."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _all() -> None:
    with contextlib.suppress(Refusal):
        library = desk.current()
        library.portrait("FR")
        library.edition.search("paris", 1)
        library.edition.atlas.warm()
        for level in ("region", "departement"):
            for place in library.edition.places.of_level(level):
                library.edition.measures.read_ahead(place.ref)
    gc.collect()
    gc.freeze()  # what is held until now stays to the end: walking through it would stop a reader for a fifth of a second
    while True:
        time.sleep(desk.LOOK_EVERY)
        _give_back()
        desk.look_again()
