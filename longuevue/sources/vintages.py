"""The store of loaded vintages of an observatory: `sources/<source_id>/<vintage>/`, and which one is public.

A vintage arrives by one atomic swap. An older one, or one 90 % smaller, waits for a human.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa
import pyarrow.parquet as pq

from longuevue.sources.intake import Harvest
from longuevue.terms.refusal import Refusal

FOLDER = "sources"
#: fewer rows than this share of the public vintage, and a human must agree
SUSPICIOUS_SHARE = 0.1


@dataclass(frozen=True)
class Vintage:
    """One loaded vintage on disk."""

    folder: Path
    receipt: dict[str, Any]

    def table(self, name: str) -> pa.Table:
        """facts, items or annotations; `Refusal` when the file is no longer the one filed."""
        path = self.folder / f"{name}.parquet"
        expected = self.receipt["stored"][path.name]
        found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "absent"
        if found != expected:
            raise Refusal("Le fichier rangé a changé.", "Chargez de nouveau cette source.", where=path.name)
        return pq.read_table(path)

    def refused(self) -> list[dict[str, Any]]:
        """Every refused row, with its place and reason."""
        path = self.folder / "refused.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@dataclass(frozen=True)
class Delivery:
    """What became of a harvest."""

    state: Literal["current", "waiting", "unchanged"]
    vintage: Vintage
    reason: str = ""


class VintageStore:
    """The vintages of one observatory."""

    def __init__(self, observatory: Path) -> None:
        self.root = observatory / FOLDER

    def source_ids(self) -> list[str]:
        """Sources with a public vintage."""
        return sorted(path.parent.name for path in self.root.glob("*/current.json"))

    def current(self, source_id: str) -> Vintage | None:
        return self._pointed(source_id, "current.json")

    def waiting(self, source_id: str) -> tuple[Vintage, str] | None:
        """The vintage that waits for a human, and why."""
        vintage = self._pointed(source_id, "waiting.json")
        if vintage is None:
            return None
        why = json.loads((self.root / source_id / "waiting.json").read_text(encoding="utf-8"))["reason"]
        return vintage, why

    def same_files(self, source_id: str, hashes: set[str], reader: str) -> bool:
        """Whether the public (or waiting) vintage was read from exactly these files, by the same reader."""
        for vintage in (self.current(source_id), (self.waiting(source_id) or (None,))[0]):
            if vintage is None or vintage.receipt.get("reader") != reader:
                continue
            if {entry["sha256"] for entry in vintage.receipt["files"]} == hashes:
                return True
        return False

    def deliver(self, harvest: Harvest, *, accepted: bool = False) -> Delivery:
        """File a harvest; public at once unless a human must look first."""
        source_id = harvest.receipt["source_id"]
        home = self.root / source_id
        home.mkdir(parents=True, exist_ok=True)
        for leftover in home.glob(".incoming-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        current = self.current(source_id)
        reason = "" if accepted or current is None else doubt(current.receipt, harvest.receipt)
        vintage = self._file(harvest, home)
        if reason:
            _point(home / "waiting.json", {"folder": vintage.folder.name, "reason": reason})
            return Delivery("waiting", vintage, reason)
        self._publish(home, vintage)
        return Delivery("current", vintage)

    def accept(self, source_id: str) -> Vintage:
        """A human has looked: the waiting vintage becomes public."""
        found = self.waiting(source_id)
        if found is None:
            raise Refusal("Aucun millésime n'attend.", "Voyez « longuevue sources ».", where=source_id)
        self._publish(self.root / source_id, found[0])
        return found[0]

    def _publish(self, home: Path, vintage: Vintage) -> None:
        _point(home / "current.json", {"folder": vintage.folder.name})
        (home / "waiting.json").unlink(missing_ok=True)

    def _pointed(self, source_id: str, pointer: str) -> Vintage | None:
        path = self.root / source_id / pointer
        if not path.is_file():
            return None
        folder = path.parent / json.loads(path.read_text(encoding="utf-8"))["folder"]
        return Vintage(folder, json.loads((folder / "receipt.json").read_text(encoding="utf-8")))

    def _file(self, harvest: Harvest, home: Path) -> Vintage:
        incoming = home / f".incoming-{os.getpid()}"
        shutil.copytree(harvest.folder, incoming, ignore=lambda *_: {"outcome.json"})
        stored = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(incoming.iterdir()) if p.is_file()}
        receipt = harvest.receipt | {"stored": stored}
        (incoming / "receipt.json").write_text(_json(receipt), encoding="utf-8")
        for path in incoming.iterdir():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
        name = re.sub(r"[^0-9A-Za-z._-]", "_", harvest.vintage) or "sans-millesime"
        final, number = home / name, 1
        while final.exists():
            number += 1
            final = home / f"{name}.{number}"
        incoming.rename(final)
        return Vintage(final, receipt)


def doubt(current: dict[str, Any], new: dict[str, Any]) -> str:
    """Why a human should look before `new` replaces `current`; empty when nothing looks wrong."""
    if str(new["vintage"]) < str(current["vintage"]):
        return f"millésime {new['vintage']} plus ancien que celui en place ({current['vintage']})"
    if new["facts"] < SUSPICIOUS_SHARE * current["facts"]:
        return f"{new['facts']} faits au lieu de {current['facts']} : au moins 90 % de moins"
    return ""


def _point(path: Path, content: dict[str, str]) -> None:
    """Replace a pointer in one step: a reader sees the old one or the new one, never half of it."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_text(_json(content), encoding="utf-8")
    with new.open("rb") as stream:
        os.fsync(stream.fileno())
    new.replace(path)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
