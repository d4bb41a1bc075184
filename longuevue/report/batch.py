"""Papers for many territories: child processes that are renewed, so that memory stays flat; files put in place whole, so
that a work stopped half-way goes on where it was. Which territories is the command line's choice."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from longuevue.terms.refusal import Refusal

#: what the folder was made for: another edition, kind or language starts afresh
LEDGER: Final = "longuevue-report.json"
#: papers made by one child process before a fresh one takes over
PAPERS_PER_CHILD: Final = 60
#: seconds without a paper after which one looks whether there is still a child to wait for
PATIENCE: Final = 20.0


@dataclass(frozen=True, slots=True)
class Order:
    """What to make for each territory."""

    edition: str
    edition_id: str
    kind: str
    form: str
    language: str

    def name_of(self, area: str) -> str:
        """The file of a territory: `com-34172.pdf`; a part of a perimeter has no slash in its file's name."""
        kind = "" if self.kind == "report" else f"-{self.kind}"
        return f"{area.replace('/', '_')}{kind}.{self.form}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many papers were made, were there already, and could not be made, with the reason."""

    made: int
    kept: int
    failed: tuple[tuple[str, str], ...]


def make_all(
    order: Order,
    areas: Sequence[str],
    folder: Path,
    *,
    workers: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Make the paper of each territory into `folder`, skipping those that an earlier run finished for the same order."""
    folder.mkdir(parents=True, exist_ok=True)
    same = _same_order(order, folder)
    waiting = [area for area in areas if not (same and (folder / order.name_of(area)).is_file())]
    kept = len(areas) - len(waiting)
    if not same:
        _write(folder / LEDGER, json.dumps(_stamp(order)).encode("utf-8"))
    if kept:
        progress(f"{kept} documents déjà faits pour cette édition sont gardés.")
    failed: list[tuple[str, str]] = []
    made = 0
    count = workers or max(1, min(os.cpu_count() or 1, 8, len(waiting) or 1))
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, context, _start, (order,), max_tasks_per_child=PAPERS_PER_CHILD) as pool:
        asked = iter(waiting)
        running: dict[Future[str | None], str] = {}
        try:
            while True:
                # a few ahead of the children, never the whole list: memory stays flat on 35,000 communes
                while len(running) < 2 * count and (area := next(asked, None)) is not None:
                    running[pool.submit(_make_one, order, area, str(folder))] = area
                if not running:
                    break
                done = wait(running, timeout=PATIENCE, return_when=FIRST_COMPLETED).done
                if not done and not multiprocessing.active_children():
                    raise BrokenProcessPool("no child process is left, and the pool did not say so")
                for future in done:
                    area = running.pop(future)
                    reason = future.result()
                    if reason:
                        failed.append((area, reason))
                    else:
                        made += 1
                    progress(f"{kept + made + len(failed)}/{len(areas)} {order.name_of(area)}")
        except BrokenProcessPool as error:
            raise Refusal(
                f"Un des processus s'est arrêté (mémoire, sans doute) après {made} documents.",
                "Relancez la même commande : ce qui est fait est gardé.",
                where=str(folder),
            ) from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return Outcome(made, kept, tuple(failed))


def _stamp(order: Order) -> dict[str, str]:
    return {key: value for key, value in asdict(order).items() if key != "edition"}


def _same_order(order: Order, folder: Path) -> bool:
    try:
        return json.loads((folder / LEDGER).read_text(encoding="utf-8")) == _stamp(order)
    except (OSError, ValueError):
        return False


_edition = None


def _start(order: Order) -> None:
    """In each child: open the edition once, and end with the parent even if it was killed."""
    global _edition
    parent = multiprocessing.parent_process()

    def leave_with_parent() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=leave_with_parent, daemon=True).start()
    from longuevue.edition.reader import Edition

    _edition = Edition.open(order.edition)


def _make_one(order: Order, area: str, folder: str) -> str | None:
    """Make one paper; the reason in words when it cannot be made."""
    from longuevue.report.papers import made

    assert _edition is not None
    try:
        content = made(_edition, area, order.kind, order.form, order.language)
    except Refusal as refusal:
        return refusal.sentence()
    _write(Path(folder) / order.name_of(area), content)
    return None


def _write(path: Path, content: bytes) -> None:
    """Put the file in place whole, or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
