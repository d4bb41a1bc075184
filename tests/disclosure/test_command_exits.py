"""What the command line prints or writes about planted figures, command by command.

The list of commands is the command line's own: a command that nobody has placed here fails the first test.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from longuevue.cli import COMMANDS, run
from longuevue.config import asked
from longuevue.edition.exits import leaks_in
from tests.disclosure.guarded import COUNTRIES, EPCI, MARKERS, hospital_facts, loaded

#: commands that state figures of an edition, as a person types them; {area}, {marker}, {country}, {edition}, {out}
READING = {
    "reading": [
        "reading {marker} {area} --edition {edition}",
        "reading {marker} {area} --counterpart {country} --edition {edition} --json",
        "reading {marker} {area} --edition {edition} --json",
    ],
    "portrait": ["portrait {area} --edition {edition}", "portrait {area} --edition {edition} --json"],
    "blind-spots": ["blind-spots {area} --edition {edition}", "blind-spots {area} --edition {edition} --json"],
    "explain": ["explain {marker} {area} --edition {edition}", "explain {marker} {area} --edition {edition} --json"],
    "measures": [
        "measures {marker} {area} --edition {edition}",
        "measures {marker} {area} --edition {edition} --json",
    ],
    "peers": ["peers {area} --edition {edition}", "peers {area} --edition {edition} --json"],
    "scale": [
        "scale {marker} {area} --edition {edition}",
        "scale {marker} {area} --edition {edition} --json",
    ],
    "audit": ["audit {edition} --json", "audit {edition}"],
    "verify": ["verify {edition}"],
    "report": [
        "report {area} --edition {edition} --out {out}/papier.json",
        "report {area} --edition {edition} --out {out}/papier.html --lang en",
    ],
}  # fmt: skip
#: commands that read the observatory in force, and not an edition that one names
OF_THE_FOLDER = {"sources": ["sources", "sources --json"], "perimeter": ["perimeter rive", "perimeter rive --json"]}
#: the other commands, each with the reason why no figure of an edition is in what they print
APART = {
    "demo": "opens the portal, whose addresses are walked in test_portal_exits",
    "serve": "opens the portal, whose addresses are walked in test_portal_exits",
    "init": "writes an empty folder",
    "build": "prints the path of the edition, whose files are audited in test_edition_gate",
    "territories": "reads the official geographic code",
    "fetch": "prints sizes and dates of publishers' files",
    "load": "takes an owner's file in: the owner reads their own figures",
    "publish": "its folder is walked in test_paper_and_data_exits",
    "site": "its folder is walked in test_paper_and_data_exits",
    "score": "reads texts, not figures",
    "debate": "measures texts, not figures",
    "workshop": "people's own pages: tests/workshop",
    "backup": "copies the owner's own folder for the owner, mode 600; prints a path and counts of files: tests/cli/test_backup.py",
    "restore": "puts the owner's own folder back; prints a path and counts of files: tests/cli/test_backup.py",
    "doctor": "tells the state of the machine",
}


def test_a_new_command_is_walked_by_nobody():
    assert set(COMMANDS) == READING.keys() | OF_THE_FOLDER.keys() | APART.keys()
    assert not READING.keys() & APART.keys()


@pytest.fixture
def at_the_desk(guarded, communes, tmp_path, monkeypatch) -> Iterator[Path]:
    """A copy of the observatory, in which the commands are typed."""
    home = tmp_path / "valmont"
    shutil.copytree(guarded[0].folder, home)
    monkeypatch.chdir(home)
    made = loaded(hospital_facts(communes))
    gathered = SimpleNamespace(facts=made.facts(), cards=made.cards, receipts=made.receipts)
    monkeypatch.setattr(asked, "facts_for", lambda *_, **__: gathered)
    yield home


def typed(lines: list[str], where: Path, capsys, **values: str) -> int:
    """Each line run, and what it printed kept in a file; how many answered."""
    answered = 0
    where.mkdir(exist_ok=True, parents=True)
    for line in lines:
        words = line.format(out=where, **values).split()
        code = run(words)
        said = capsys.readouterr()
        assert code in (0, 1), (line, said.err)
        answered += code == 0
        kind = ".json" if "--json" in words and code == 0 else ".txt"
        name = f"{len(list(where.iterdir())):04d}-{words[0]}"
        (where / f"{name}{kind}").write_text(said.out, encoding="utf-8")
        (where / f"{name}-err.txt").write_text(said.err, encoding="utf-8")
    return answered


def every_answer(where: Path, edition: Path, areas: list[str], capsys) -> dict[str, int]:
    """Every reading command on every place, marker and country; by command, how many lines answered."""
    told: dict[str, int] = {}
    for name, lines in READING.items():
        whole = " ".join(lines)
        for area in areas if "{area}" in whole else areas[:1]:
            for marker in MARKERS if "{marker}" in whole else MARKERS[:1]:
                values = {"edition": str(edition), "area": area, "marker": marker, "country": COUNTRIES[0]}
                told[name] = told.get(name, 0) + typed(lines, where / name, capsys, **values)
    return told


def test_no_command_prints_a_withheld_figure(guarded, open_door, secrets, at_the_desk, tmp_path, capsys, counts, prove):
    hidden = sorted({k.area for k in secrets if (k.area[:4], k.measure, k.counterpart) == ("com-", "care_abroad", "W")})
    areas = [*hidden[: counts(1, 12)], f"epci-{EPCI}", "per-rive"]
    told = every_answer(tmp_path / "close", guarded[1], areas, capsys)
    for name, lines in OF_THE_FOLDER.items():
        told[name] = typed(lines, tmp_path / "close" / name, capsys)
    assert all(told.values()), told
    leaks, _ = leaks_in(tmp_path / "close", secrets)
    figure = f"withheld figures printed by {len(told)} commands, {sum(told.values())} lines typed"
    prove(figure, value=len(leaks), bar="0", holds=leaks == [])

    # the walk can see: the same lines on an edition made with the gate off print the planted figures
    every_answer(tmp_path / "ouverte", open_door, hidden[:1], capsys)
    leaks, _ = leaks_in(tmp_path / "ouverte", secrets)
    seen = {leak.where.partition("/")[0] for leak in leaks}
    assert seen >= {"reading", "portrait", "explain", "measures", "report"}, seen
