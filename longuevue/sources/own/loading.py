"""`longuevue load` for a person's own table: read aside, tell what is wrong cell by cell, put in what the person agrees to."""

from __future__ import annotations

import json
import re
import shlex
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from longuevue.sources.descriptions import FileDescription, SourceDescription
from longuevue.sources.intake import Limits, harvest
from longuevue.sources.own.reading import in_sheets
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
        receipt = read.receipt
        lines = cell_errors(refused)
        lines += [f"À savoir : {remark}" for remark in receipt["remarks"]]
        lines += [
            f"À savoir : {rows} {'lignes non comptées' if rows > 1 else 'ligne non comptée'} : {why}."
            for why, rows in sorted(receipt["aside"].items())
        ]
        if receipt["kept"] == 0 or (refused and not keep_good_rows):
            typed = {"--city": answers or {}, "--sheet": sheet, "--period": period}
            lines += _how_to_go_on(template, path, refused, receipt["kept"], typed)
            return Report(lines, False)
        read.receipt["card"] = template.card(read.vintage).model_dump(mode="json", by_alias=True)
        outcome = store.deliver(read, accepted=accepted)
    if outcome.state == "waiting":
        lines.append(
            f"{receipt['kept']} lignes lues, mais pas encore en place : {outcome.reason}. Si c'est bien ce que vous voulez : "
            f"longuevue sources --accept {template.source_id}."
        )
    else:
        left = f" ; de côté, {len(refused)} à revoir (les voir : longuevue sources --refused {template.source_id})"
        lines.append(
            f"C'est entré : {receipt['kept']} lignes sur {receipt['rows_in']}{left if refused else ''}. "
            "Pour voir les chiffres : longuevue build, puis longuevue serve."
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


def cell_errors(refused: list[dict[str, Any]]) -> list[str]:
    """One block per thing to correct: the cells, what was found, what is expected, an example, possible answers."""
    grouped: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in refused:
        for error in (row, *row.get("also", ())):
            key = (error["found"], error["why"], error["example"])
            grouped.setdefault(key, []).append(error)
    blocks = []
    for number, errors in enumerate(grouped.values(), start=1):
        first = errors[0]
        found = "la cellule est vide" if first["found"] == "vide" else f"« {first['found']} »"
        lines = [
            f"{number}. {_upper(in_sheets([error['where'] for error in errors]))}",
            f"   trouvé : {found} ({first['why']})",
            f"   attendu : {first['expected']}",
            f"   exemple : {first['example']}",
        ]
        choices = [answer for answer in first.get("answers", ()) if answer != "?"]
        if choices:
            lines.append("   ou, sans toucher au tableau, ajoutez une de ces réponses à la commande :")
            lines += [f"      {answer}" for answer in choices]
        blocks.append("\n".join(lines))
    return blocks


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _how_to_go_on(
    template: Template, path: Path, refused: list[dict[str, Any]], kept: int, typed: dict[str, Any]
) -> list[str]:
    if not kept:
        start = f"Rien n'est entré : aucune ligne ne se lit, {len(refused)} sont à revoir."
        return [f"{start} Un modèle vide à remplir : longuevue sources --template {template.id}."]
    command = ["longuevue", "load", template.id, str(path)]
    for option, value in typed.items():
        values = [f"{name}={code}" for name, code in value.items()] if isinstance(value, dict) else [value]
        command += [word for one in values if one for word in (option, one)]
    again = shlex.join(command)
    likely = _likely(refused)
    lines = [
        f"Rien n'est entré : {kept} lignes se lisent, {len(refused)} sont à revoir. Corrigez-les dans le tableau, "
        f"enregistrez-le, puis relancez :\n   {again}"
    ]
    if likely:
        lines.append(
            "Si la première réponse proposée est la bonne pour "
            f"{', '.join(f'« {name} »' for name, _ in likely)}, copiez plutôt :\n   "
            + " ".join([again, *(f'--city "{name}={code}"' for name, code in likely)])
        )
    lines.append(
        f"Pour n'entrer que les {kept} lignes qui se lisent et laisser les autres de côté, ajoutez --keep-good-rows."
    )
    return lines


def _likely(refused: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Typing faults with a first answer; a name that several communes bear is never answered for the person."""
    found: dict[str, str] = {}
    for row in refused:
        for error in (row, *row.get("also", ())):
            answers = error.get("answers", ())
            if answers and "?" not in answers and (said := re.search(r'--city "(.+)=([\w-]+)"', answers[0])):
                found.setdefault(said[1], said[2])
    return list(found.items())
