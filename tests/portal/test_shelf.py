"""Pages that the processes of a server keep together: never another's page, never half a page, nothing left of a word taken back."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest

from longuevue.portal.shelf import Shelf

SEED = 20261126


def page(number: int, size: int) -> bytes:
    """Bytes that tell whose they are from one end to the other."""
    return (f"{number:08d}" * (size // 8 + 1)).encode()


def in_another_process(work: object) -> int:
    """Run it in a forked process, as the workers of a server are; its number."""
    child = os.fork()
    if child == 0:
        try:
            work()  # type: ignore[operator]
        finally:
            os._exit(0)
    return child


def test_a_page_comes_back_changed_or_under_another_address() -> None:
    shelf = Shelf(1 << 20)
    for number in range(40):
        shelf.put(f"/fr/territoire/com-{number:05d}/", page(number, 20_000))
    for number in range(40):
        assert shelf.get(f"/fr/territoire/com-{number:05d}/") == page(number, 20_000)
    assert shelf.get("/fr/territoire/com-99999/") is None


def test_half_of_a_page_written_over_is_given() -> None:
    shelf, draw = Shelf(100_000), random.Random(SEED)
    sizes = [draw.choice((8, 500, 9_000, 40_000, 99_000)) for _ in range(3_000)]
    for number, size in enumerate(sizes):
        shelf.put(str(number), page(number, size))
        for older in range(max(0, number - 20), number + 1):
            found = shelf.get(str(older))
            assert found in (None, page(older, sizes[older])), (number, older)
        assert shelf.get(str(number)) == page(number, size), number


def test_what_is_too_large_or_empty_drives_the_others_out() -> None:
    shelf = Shelf(10_000)
    shelf.put("kept", page(1, 800))
    shelf.put("large", bytes(10_001))
    shelf.put("empty", b"")
    assert shelf.get("large") is None and shelf.get("empty") is None and shelf.get("kept") == page(1, 800)


def test_two_processes_that_write_at_once_mix_their_pages() -> None:
    shelf = Shelf(300_000)
    sizes = [random.Random(SEED + number).randrange(8, 30_000) for number in range(200)]

    def write() -> None:
        draw = random.Random(os.getpid())
        for _ in range(4_000):
            number = draw.randrange(200)
            shelf.put(str(number), page(number, sizes[number]))

    children = [in_another_process(write) for _ in range(2)]
    met = 0
    draw = random.Random(SEED)
    while any(os.waitpid(child, os.WNOHANG) == (0, 0) for child in children[:1]):
        number = draw.randrange(200)
        found = shelf.get(str(number))
        assert found in (None, page(number, sizes[number])), number
        met += found is not None
    os.waitpid(children[1], 0)
    assert met > 0


def test_a_worker_killed_while_it_writes_stops_the_others() -> None:
    shelf = Shelf(1 << 20)

    def write_for_ever() -> None:
        while True:
            shelf.put("mine", bytes(900_000))

    child = in_another_process(write_for_ever)
    time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    signal.alarm(10)  # rather than wait for ever
    try:
        shelf.put("ours", page(3, 20_000))
    finally:
        signal.alarm(0)
    assert shelf.get("ours") == page(3, 20_000)
    assert shelf.get("mine") in (None, bytes(900_000))


@pytest.mark.parametrize("most", [50_000, 3_000_000])
def test_a_word_is_left_of_what_was_forgotten(most: int) -> None:
    shelf = Shelf(most)
    for number in range(9):
        shelf.put(str(number), b"Une parole reprise par son auteur. " * 700)
    in_there = in_another_process(shelf.forget)
    os.waitpid(in_there, 0)
    assert all(shelf.get(str(number)) is None for number in range(9))
    assert shelf._memory[:].find(b"parole") < 0
