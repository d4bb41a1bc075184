"""The door of the house: quarantine, hash, a child process under limits, then the harvest, or a sentence.

Parsing happens in `child`; what becomes of the harvest is decided in `vintages`.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from longuevue.sources.descriptions import FOLDER, SourceDescription
from longuevue.sources.shelf import source_cards
from longuevue.terms.refusal import Refusal

PACKAGE_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. Resident memory is watched by the parent, the rest is held by the kernel."""

    resident_mb: int = 1200
    address_mb: int = 6000
    cpu_seconds: int = 900
    wall_seconds: int = 1200
    written_mb: int = 2000

    def for_child(self) -> dict[str, int]:
        return {"address_mb": self.address_mb, "cpu_seconds": self.cpu_seconds, "written_mb": self.written_mb}


@dataclass(frozen=True)
class Harvest:
    """A folder holding facts.parquet and its companions, and the receipt to file with it."""

    folder: Path
    receipt: dict[str, Any]
    #: resident memory of the child at its highest; kept out of the receipt, which must not depend on the machine
    peak_mb: int = 0

    @property
    def vintage(self) -> str:
        return str(self.receipt["vintage"])


def harvest(
    description: SourceDescription,
    paths: list[Path],
    work: Path,
    *,
    limits: Limits | None = None,
    description_path: Path | None = None,
    hints: dict[str, Any] | None = None,
    origin: str = "file",
) -> Harvest:
    """Read files into `work` (an empty folder). `Refusal` when they cannot be read; the originals are never touched."""
    assigned = description.assign(paths)
    quarantine = work / "quarantine"
    quarantine.mkdir(parents=True)
    files, kept = [], {}
    for name, listed in assigned.items():
        kept[name] = [quarantine / f"{number}-{_safe(path.name)}" for number, path in enumerate(listed)]
        for path, copy in zip(listed, kept[name], strict=True):
            files.append({"file": name, "name": path.name, **_quarantined(path, copy)})
    out = work / "harvest"
    out.mkdir()
    job = {
        "description": str(description_path or FOLDER / f"{description.id}.yaml"),
        "files": {name: [str(copy) for copy in copies] for name, copies in kept.items()},
        "out": str(out),
        "limits": (limits or Limits()).for_child(),
        "hints": hints or {},
    }
    outcome = _run(job, work, limits or Limits(), description.id)
    if refusal := outcome.get("refusal"):
        where = refusal["where"]
        raise Refusal(refusal["found"], refusal["remedy"], where=_without_number(where) if where else description.id)
    shutil.rmtree(quarantine)
    _check_measures(out / "facts.parquet", description.id)
    receipt = {
        "source_id": description.id,
        "origin": origin,
        "files": files,
        "retrieved": max(entry["date"] for entry in files),
        "file": ", ".join(entry["name"] for entry in files),
        "sha256": files[0]["sha256"] if len(files) == 1 else _hash_of([entry["sha256"] for entry in files]),
        **{key: outcome[key] for key in ("vintage", "rows_in", "kept", "aside", "refused", "facts", "remarks")},
    }
    return Harvest(out, receipt, outcome["peak_mb"])


def _check_measures(path: Path, source_id: str) -> None:
    """A measure without a card would enter editions unexplained."""
    card = source_cards().get(source_id)
    for row in (
        pq.read_table(path, columns=["measure", "area_level"])
        .group_by(["measure", "area_level"])
        .aggregate([])
        .to_pylist()
    ):
        if card is not None and row["area_level"] not in card.measure(row["measure"]).levels:
            raise Refusal(
                f"« {row['measure']} » arrive au niveau {row['area_level']}, que sa fiche ne prévoit pas.",
                "Complétez la fiche de la source.",
                where=source_id,
            )


def _hash_of(hashes: list[str]) -> str:
    """One fingerprint for several files: that of the list of theirs."""
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in ".-_" else "_" for c in name)[-120:]


def _without_number(where: str) -> str:
    return where.split("-", 1)[1] if where[:1].isdigit() and "-" in where else where


def _quarantined(path: Path, copy: Path) -> dict[str, Any]:
    """Copy while hashing, so that what is read is what was hashed."""
    if not path.is_file():
        raise Refusal("Fichier introuvable.", "Vérifiez le chemin.", where=str(path))
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source, copy.open("xb") as target:
        while block := source.read(1 << 20):
            digest.update(block)
            size += len(block)
            target.write(block)
    copy.chmod(0o400)
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    return {"sha256": digest.hexdigest(), "size": size, "date": changed}


def _run(job: dict[str, Any], work: Path, limits: Limits, source_id: str) -> dict[str, Any]:
    order = work / "job.json"
    order.write_text(json.dumps(job), encoding="utf-8")
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(PACKAGE_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
    }
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "longuevue.sources.child", str(order)],
            cwd=work,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
        why = _watch(child, limits)
        errors.seek(0)
        last = errors.read()[-4000:].decode(errors="replace").strip().splitlines()
    outcome = Path(job["out"]) / "outcome.json"
    if why is None and child.returncode == 0 and outcome.is_file():
        return dict(json.loads(outcome.read_text(encoding="utf-8")))
    if why is None and (child.returncode in (77, -9, -6) or any("MemoryError" in line for line in last[-3:])):
        why = "il demande trop de mémoire"
    if why is None and child.returncode in (-24, -25):
        why = "il demande trop de calcul" if child.returncode == -24 else "il écrit trop"
    detail = f" ({last[-1][:200]})" if why is None and last else ""
    raise Refusal(
        f"Le fichier n'a pas pu être lu : {why or 'le lecteur s’est arrêté'}{detail}.",
        "Il reste de côté, rien n'a changé ; vérifiez que c'est bien le fichier du producteur.",
        where=source_id,
    )


def _watch(child: subprocess.Popen[bytes], limits: Limits) -> str | None:
    """Wait for the child; kill it, by its own id, beyond its time or its memory."""
    deadline = time.monotonic() + limits.wall_seconds
    pause = 0.01
    while True:
        try:
            child.wait(timeout=pause)
            return None
        except subprocess.TimeoutExpired:
            pause = min(0.1, pause * 1.5)
        if time.monotonic() > deadline:
            child.kill()
            child.wait()
            return f"il a dépassé {limits.wall_seconds} secondes"
        if _resident_mb(child.pid) > limits.resident_mb:
            child.kill()
            child.wait()
            return f"il demande plus de {limits.resident_mb} Mo de mémoire"


def _resident_mb(pid: int) -> int:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") >> 20
