"""The release ledger: every sensitive figure that ever left, in one append-only file that notices if it is altered.

It is private to the instance, like the facts: it also keeps the values it withheld, since a former secret must stay
one when new figures come out. What an intruder concludes from it is `earlier.py`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from longuevue.engine.disclosure.cells import CellKey
from longuevue.engine.disclosure.relations import Derived, Relation
from longuevue.engine.disclosure.settings import ClassName
from longuevue.terms.refusal import Refusal

Members = Mapping[str, Sequence[tuple[str, float]]]


class Secret(NamedTuple):
    """A withheld cell as it was: its value, its contributors, its class, and how far an intruder is kept from it."""

    value: float
    units: int
    data_class: ClassName
    upper: float = 0.0
    lower: float = 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One release: what was printed, what was withheld, which areas were made of which."""

    release: str
    published: Mapping[CellKey, float]
    withheld: Mapping[CellKey, Secret] = field(default_factory=dict)
    members: Members = field(default_factory=dict)
    figures: tuple[tuple[Derived, float], ...] = ()
    sums: tuple[Relation, ...] = ()


class Ledger:
    """Entries in the order in which they left; nothing can be taken back, here as outside."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.entries: list[Entry] = []
        self._chain = ""
        self._size = 0
        if path is not None and path.exists():
            self._read(path)

    def _read(self, path: Path) -> None:
        content = path.read_bytes()
        # a line without its end was being written when the machine stopped: what it announced never left
        whole = content[: content.rfind(b"\n") + 1]
        self._size = len(whole)
        try:
            lines = whole.decode("utf-8").splitlines()
        except UnicodeDecodeError as error:
            raise _altered(path, whole[: error.start].count(b"\n") + 1) from None
        for number, line in enumerate(lines, start=1):
            try:
                document = json.loads(line)
                body, chain = document["entry"], document["chain"]
                entry = _entry(body)
            except (ValueError, KeyError, TypeError, AttributeError):
                raise _altered(path, number) from None
            if chain != _link(self._chain, body):
                raise _altered(path, number)
            self._chain = chain
            self.entries.append(entry)

    def append(self, entry: Entry) -> None:
        """Write one release at the end of the file; an unchanged rebuild of the same edition adds nothing.

        Refuses when another release was written since this ledger was read: the decision did not know of it.
        """
        body = _body(entry)
        if any(_body(old) == body for old in self.entries):
            return
        chain = _link(self._chain, body)
        if self.path is not None:
            self._write(self.path, json.dumps({"entry": body, "chain": chain}, ensure_ascii=False) + "\n")
        self._chain = chain
        self.entries.append(entry)

    def _write(self, path: Path, line: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            there = file.read()
            if there.rfind(b"\n") + 1 != self._size:
                raise Refusal(
                    "Une autre diffusion est passée pendant ce calcul.",
                    "Relancez la commande : elle en tiendra compte.",
                    where=str(path),
                )
            file.seek(self._size)
            file.truncate()
            file.write(line.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
            self._size = file.tell()


def _altered(path: Path, number: int) -> Refusal:
    return Refusal(
        f"Le registre des diffusions a été modifié (ligne {number}).",
        "Remettez sa sauvegarde : sans lui, on ne sait plus ce qui est déjà connu du public.",
        where=str(path),
    )


def _link(chain: str, body: Mapping[str, Any]) -> str:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{chain}\n{text}".encode()).hexdigest()


def _body(entry: Entry) -> dict[str, Any]:
    return {
        "release": entry.release,
        "published": [[list(key), value] for key, value in sorted(entry.published.items())],
        "withheld": [[list(key), *secret] for key, secret in sorted(entry.withheld.items())],
        "members": {area: [[name, share] for name, share in entry.members[area]] for area in sorted(entry.members)},
        "figures": [
            [
                list(figure.key), _terms(figure.numerator), _terms(figure.denominator),
                figure.scale, figure.decimals, printed,
            ]
            for figure, printed in entry.figures
        ],
        "sums": [[_terms(relation.terms), relation.low, relation.high] for relation in entry.sums],
    }  # fmt: skip


def _terms(terms: Iterable[tuple[CellKey, float]]) -> list[list[Any]]:
    return [[list(key), weight] for key, weight in terms]


def _cells(terms: Iterable[Sequence[Any]]) -> tuple[tuple[CellKey, float], ...]:
    return tuple((CellKey(*key), float(weight)) for key, weight in terms)


def _entry(body: Mapping[str, Any]) -> Entry:
    return Entry(
        release=str(body["release"]),
        published={CellKey(*key): float(value) for key, value in body["published"]},
        withheld={
            CellKey(*key): Secret(float(value), int(units), name, float(upper), float(lower))
            for key, value, units, name, upper, lower in body["withheld"]
        },
        members={area: [(name, float(share)) for name, share in rows] for area, rows in body["members"].items()},
        figures=tuple(
            (Derived(CellKey(*key), _cells(top), _cells(base), float(scale), int(decimals)), float(printed))
            for key, top, base, scale, decimals, printed in body["figures"]
        ),
        sums=tuple(Relation(_cells(terms), float(low), float(high)) for terms, low, high in body["sums"]),
    )
