"""Perimeters asked one after the other, outside a build: each answer alone is harmless, their differences must be too."""

from __future__ import annotations

import json
import shutil
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import pytest

from longuevue.cli import run
from longuevue.config import asked, pipeline
from longuevue.config.asked import ask_perimeter
from longuevue.config.gate import ledger_of
from longuevue.config.observatory import Observatory, read_observatory
from longuevue.config.pipeline import build
from longuevue.edition.audit import audit_edition
from longuevue.edition.reader import Edition
from longuevue.engine.disclosure import asked as gate_asked
from longuevue.engine.disclosure.ledger import Ledger
from longuevue.engine.disclosure.release import Release
from longuevue.terms.refusal import Refusal
from tests.disclosure.guarded import MINIMUM, hospital_facts, loaded, observatory


def perimeter_file(folder: Path, slug: str, codes: list[str]) -> str:
    members = "".join(f'  - {{country: FR, level: commune, code: "{code}"}}\n' for code in codes)
    path = folder / f"{slug}.yaml"
    path.write_text(
        f"slug: {slug}\nname: {{fr: Essai {slug}, en: Trial {slug}}}\nmembers:\n{members}", encoding="utf-8"
    )
    return str(path)


@pytest.fixture
def owner(guarded, communes: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Observatory:
    """A copy of an observatory with one edition out, whose sources hold the same entrusted file."""
    made = loaded(hospital_facts(communes))
    monkeypatch.setattr(pipeline, "load_sources", lambda *_: made)
    gathered = SimpleNamespace(facts=made.facts(), cards=made.cards, receipts=made.receipts)
    monkeypatch.setattr(asked, "facts_for", lambda *_: gathered)
    shutil.copytree(guarded[0].folder, tmp_path / "valmont")
    return read_observatory(tmp_path / "valmont")


def truth(codes: list[str]) -> dict[str, float]:
    """Care staff trained abroad, of each commune."""
    found = dict.fromkeys(codes, 0.0)
    for row in hospital_facts(codes).to_pylist():
        if row["measure"] == "care_abroad":
            found[row["ref_area"]] += row["value"]
    return found


def world_of(owner: Observatory, file: str) -> float | None:
    """The answer to « how many, from anywhere »."""
    answers = ask_perimeter(owner, file)[1]
    return next(a.value for a in answers if (a.measure, a.counterpart) == ("care_abroad", "W"))


def differencing(owner: Observatory, folder: Path, codes: list[str]) -> tuple[int, int, dict[str, float]]:
    """Perimeters that isolate each small commune: all but it, it with a neighbour, three by pairs. Recovered values."""
    values = truth(codes)
    small = sorted((code for code in codes if 0 < values[code] < MINIMUM), key=values.__getitem__)
    large = sorted(code for code in codes if values[code] >= 2 * MINIMUM)
    edition = Edition.open(owner.current())
    told: dict[frozenset[str], float] = {}
    for code in codes:
        if (value := edition.reading("valmont-care-abroad", f"com-{code}")["value"]) is not None:
            told[frozenset([code])] = value
    told[frozenset(codes)] = edition.reading("valmont-care-abroad", "epci-243400017")["value"]
    asks = [[c for c in codes if c != code] for code in small[:2]]
    asks += [[small[0], large[0]], [small[1], large[0]], small[:2], [small[0], large[1]], [large[0], large[1]]]
    asks += [[*large[:3], small[0]], large[:3]]
    answered = 0
    for number, group in enumerate(asks, start=1):
        value = world_of(owner, perimeter_file(folder, f"essai-{number}", sorted(group)))
        if value is not None:
            told[frozenset(group)] = value
            answered += 1
    return answered, len(asks), _recovered(told, values)


def _recovered(told: dict[frozenset[str], float], values: dict[str, float]) -> dict[str, float]:
    """Small communes that additions and subtractions of what was told give: one less another, and half of three."""
    found: dict[str, float] = {}
    known = {next(iter(place)): value for place, value in told.items() if len(place) == 1}
    for _ in range(3):
        for one, other in combinations(told, 2):
            for big, part in ((one, other), (other, one)):
                rest = (big - part) - known.keys() if part < big else frozenset()
                if len(rest) == 1:
                    gap = told[big] - told[part] - sum(known[c] for c in big - part if c in known)
                    known[next(iter(rest))] = gap
        for place, value in told.items():
            rest = place - known.keys()
            if len(rest) == 1:
                known[next(iter(rest))] = value - sum(known[c] for c in place if c in known)
        for a, b, c in combinations([place for place in told if len(place) == 2], 3):
            if len(a | b | c) == 3:
                for both, third in (((a, b), c), ((a, c), b), ((b, c), a)):
                    shared = next(iter(both[0] & both[1]))
                    known[shared] = (told[both[0]] + told[both[1]] - told[third]) / 2
    for code, value in known.items():
        if 0 < values[code] < MINIMUM and abs(value - values[code]) < 1:
            found[code] = value
    return found


def test_perimeters_asked_one_after_the_other_isolate_a_small_commune(owner, communes, tmp_path):
    answered, number, recovered = differencing(owner, tmp_path, communes)
    assert recovered == {}
    assert 0 < answered < number, "a gate that answers all, or nothing, proves nothing"
    ledger = Ledger(ledger_of(owner.folder))
    assert sum(entry.release.startswith("per-essai") for entry in ledger.entries) == number
    # what was answered is a line of the next edition too, which nothing recovers either
    edition = build(owner)[0]
    assert audit_edition(edition, ledger=Ledger(ledger_of(owner.folder))).faults == []
    told = Edition.open(edition).reading("valmont-care-abroad", "per-essai-7")
    assert told["value"] == world_of(owner, "per-essai-7") is not None


def test_with_the_gate_off_the_same_questions_give_them_away(owner, communes, tmp_path, monkeypatch):
    def open_door(cells, members, *, derived=(), **_: object) -> Release:
        planned = {cell.key: cell.value for cell in cells if cell.planned}
        return Release(planned, {}, frozenset(), (), members)

    monkeypatch.setattr(gate_asked, "release", open_door)
    answered, number, recovered = differencing(owner, tmp_path, communes)
    assert answered == number and len(recovered) >= 2


def test_the_same_question_gets_the_same_answer_and_one_line(owner, communes, tmp_path):
    values = truth(communes)
    large = sorted(code for code in communes if values[code] >= 2 * MINIMUM)[:4]
    file = perimeter_file(tmp_path, "grands", large)
    first = ask_perimeter(owner, file)[1]
    lines = len(Ledger(ledger_of(owner.folder)).entries)
    assert ask_perimeter(owner, file)[1] == ask_perimeter(owner, "per-grands")[1] == first
    assert len(Ledger(ledger_of(owner.folder)).entries) == lines


def test_the_command_says_released_or_not_available(owner, communes, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(owner.folder))
    monkeypatch.chdir(tmp_path)
    values = truth(communes)
    alone = min((code for code in communes if values[code] > 0), key=values.__getitem__)
    assert run(["perimeter", perimeter_file(tmp_path, "seul", [alone])]) == 0
    told = capsys.readouterr().out
    assert "valeur non disponible pour ce périmètre" in told and f"{values[alone]:.0f}" not in told.replace(
        "\u202f", ""
    )
    large = sorted(code for code in communes if values[code] >= 2 * MINIMUM)[:4]
    assert run(["perimeter", perimeter_file(tmp_path, "grands", large), "--json"]) == 0
    answers = json.loads(capsys.readouterr().out)["answers"]
    assert {a["status"] for a in answers} <= {"ok", "suppressed"}
    whole = next(a for a in answers if a["counterpart_area"] == "W" and a["measure"] == "care_abroad")
    assert whole["value"] == sum(values[code] for code in large)
    assert (owner.folder / "perimeters" / "grands.yaml").is_file()


def test_a_name_already_given_to_other_communes_is_refused(owner, communes, tmp_path):
    ask_perimeter(owner, perimeter_file(tmp_path, "nord", communes[:5]))
    with pytest.raises(Refusal, match="s'appelle déjà"):
        ask_perimeter(owner, perimeter_file(tmp_path, "nord", communes[:6]))


def test_no_perimeter_is_answered_before_an_edition_or_without_its_ledger(owner, communes, tmp_path):
    file = perimeter_file(tmp_path, "tot", communes[:6])
    ledger_of(owner.folder).unlink()
    with pytest.raises(Refusal, match="ne dit rien de l'édition"):
        ask_perimeter(owner, file)
    fresh = observatory(tmp_path / "neuf")
    with pytest.raises(Refusal, match="Aucune édition"):
        ask_perimeter(fresh, file)
    assert not (fresh.folder / "perimeters" / "tot.yaml").exists()


def test_two_questions_at_once_do_not_ignore_each_other(owner, communes, tmp_path, monkeypatch):
    """The second decision was made without knowing the first: it is refused, and nothing of it is told."""
    inner = asked._decided

    def meanwhile(*arguments: object) -> dict[str, Release]:
        found = inner(*arguments)
        monkeypatch.setattr(asked, "_decided", inner)
        ask_perimeter(owner, perimeter_file(tmp_path, "premier", communes[:9]))
        return found

    monkeypatch.setattr(asked, "_decided", meanwhile)
    with pytest.raises(Refusal, match="Une autre diffusion est passée"):
        ask_perimeter(owner, perimeter_file(tmp_path, "second", communes[:8]))
    assert len(Ledger(ledger_of(owner.folder)).entries) == 2
    assert set(Ledger(ledger_of(owner.folder)).entries[-1].members) == {"per-premier"}
