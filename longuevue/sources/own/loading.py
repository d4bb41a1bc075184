"""`longuevue load` for a person's own table: read aside, tell what is wrong cell by cell, put in what the person agrees to."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml

from longuevue.sources.descriptions import FileDescription, SourceDescription
from longuevue.sources.gathering import told
from longuevue.sources.intake import Limits, harvest
from longuevue.sources.own.templates import Template, template_of
from longuevue.sources.vintages import VintageStore

LIMITS = Limits(resident_mb=800, cpu_seconds=120, wall_seconds=180, written_mb=200)


@dataclass(frozen=True)
class Report:
    """What to tell the person, and whether the table is in."""

    lines: list[str]
    loaded: bool


def load_own_table(
    store: VintageStore,
    template_id: str,
    path: Path,
    *,
    answers: dict[str, str] | None = None,
    sheet: str | None = None,
    period: str | None = None,
    keep_good_rows: bool = False,
    accepted: bool = False,
) -> Report:
    """Read a filled table; it goes in whole, or without its bad rows if the person says so, or not at all."""
    template = template_of(template_id)
    store.root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".own-", dir=store.root) as folder:
        work = Path(folder)
        description_path = work / "description.yaml"
        description = _description(template)
        description_path.write_text(
            yaml.safe_dump(description.model_dump(mode="json"), allow_unicode=True), encoding="utf-8"
        )
        hints = {"answers": answers or {}, "sheet": sheet, "period": period}
        read = harvest(
            description,
            [path],
            work / "reading",
            description_path=description_path,
            hints=hints,
            limits=LIMITS,
            origin="own",
        )
        refused = [
            json.loads(line) for line in (read.folder / "refused.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        lines = _errors(refused)
        lines += [f"À savoir : {remark}" for remark in read.receipt["remarks"]]
        if read.receipt["kept"] == 0 or (refused and not keep_good_rows):
            lines.append(_how_to_go_on(template, path, refused, read.receipt["kept"]))
            return Report(lines, False)
        read.receipt["card"] = template.card(read.vintage).model_dump(mode="json", by_alias=True)
        outcome = store.deliver(read, accepted=accepted)
    lines.append(
        f"{template.source_id} : {told(outcome)}. Pour voir les chiffres : longuevue build, puis longuevue serve."
    )
    return Report(lines, True)


def _description(template: Template) -> SourceDescription:
    return SourceDescription(
        id=template.source_id,
        state="read",
        loader="longuevue.sources.own.reading",
        documentation="A table filled by a person.",
        settings={"template": template.id},
        files={"table": FileDescription(match=("*",))},
    )


def _errors(refused: list[dict[str, str]]) -> list[str]:
    """One line per bad cell: where, what was found, why, what to write. Same question asked once, with its cells."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for row in refused:
        grouped.setdefault((row["found"], row["why"], row["example"]), []).append(row["where"])
    lines = []
    for (found, why, example), cells in grouped.items():
        shown = ", ".join(cells[:6]) + (f" et {len(cells) - 6} autres" if len(cells) > 6 else "")
        expected = (
            f" Répondez : {example}." if example.startswith("--city") else f" Exemple : {example}." if example else ""
        )
        lines.append(f"{shown} : « {found} » : {why}.{expected}")
    return lines


def _how_to_go_on(template: Template, path: Path, refused: list[dict[str, str]], kept: int) -> str:
    start = f"Rien n'est entré : {kept} lignes se lisent, {len(refused)} sont à revoir."
    if not kept:
        return f"{start} Modèle vide : longuevue sources --template {template.id}."
    command = f"longuevue load {template.id} {path.name}"
    return f"{start} Corrigez-les dans le tableau et relancez « {command} », ou ajoutez --keep-good-rows pour les laisser de côté."
