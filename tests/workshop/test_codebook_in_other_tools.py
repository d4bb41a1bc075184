"""S26: a book of codes, and a project, that leave the workshop are read by other tools with the same names, meanings and places.
A tool that is not on the machine is skipped, and said so; `docs/how-to/code-in-another-tool.md` says which were tried, and when.
Codes, stories and attacks are invented."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from longuevue.terms.refusal import Refusal
from longuevue.workshop.coding import exchange, selectors, services
from longuevue.workshop.coding.models import Answer, Code, Codebook, Coder, Round
from longuevue.workshop.reasoning import refi
from longuevue.workshop.testimonies.models import Campaign, Consent, Status, Story
from tests.workshop.hostile import HOSTILE, sent_as
from tests.workshop.test_refi import CODEBOOK_XSD, PROJECT_XSD

READERS = Path(__file__).parent / "readers"
#: what a field of a code may hold: the hostile texts that fit, without a null character, as a form leaves them
HARMFUL = [
    text for text in dict.fromkeys(sent_as(t).strip() for t in HOSTILE) if text and "\x00" not in text and len(text) <= 200
]  # fmt: skip
PLAIN = [
    ("Langues 🏔️", "Ce qui se parle ici.\n\nÀ l'école, chez soi : « œuf », مدينة, e\u0301.", "#F781F3", False, None),
    ("Apprise à l'école", '<b>Cours</b> & « sections » "internationales"', "#3498DB", True, "Langues 🏔️"),
    ("En famille 👩‍👩‍👧‍👦", "", "", True, "Apprise à l'école"),
    ("Fête", "Deux rives, un soir.", "", True, None),
]


@pytest.fixture
def book(valmont: Any) -> Codebook:
    """Codes under codes, with accents, emoji and colours; and one code for each text that does harm where it is trusted."""
    made = services.make_codebook(valmont, Codebook(title="Récits de Valmont"))
    known: dict[str, Code] = {}
    for label, meaning, colour, codable, above in PLAIN:
        code = Code(label=label, definition=meaning, colour=colour, codable=codable, parent=known.get(above or ""))
        known[label] = services.save_code(made, code)
    for text in HARMFUL:
        services.save_code(made, Code(label=text, definition=text, example=text))
    return made


def book_of(made: Codebook) -> Any:
    return selectors.version(made)


@pytest.fixture
def qdc(book: Codebook, tmp_path: Path) -> Path:
    content = refi.write_codebook(exchange.codes_out(book_of(book)))
    CODEBOOK_XSD.assertValid(etree.fromstring(content))
    (tmp_path / "livre.qdc").write_bytes(content)
    return tmp_path / "livre.qdc"


def ours(made: Codebook) -> dict[str, tuple[str, str | None, bool, str]]:
    """Name → (what it means, under which other, whether passages bear it, colour), as the file should say."""
    found: dict[str, tuple[str, str | None, bool, str]] = {}

    def walk(codes: Any, above: str | None) -> None:
        for one in codes:
            found[refi.writable(one.name)] = (refi.writable(one.description), above, one.codable, one.colour)
            walk(one.codes, refi.writable(one.name))

    walk(exchange.codes_out(book_of(made)), None)
    assert len(found) == len(PLAIN) + len(HARMFUL)
    return found


@pytest.fixture
def coded(valmont: Any, book: Codebook, person: Any) -> Round:
    """A closed round: one story for each hostile text, handed to researchers, coded by two people who do not always agree."""
    campaign = Campaign.objects.create(observatory=valmont, question="?", population="tous", closes="2099-01-01")
    for text in [*HARMFUL, "👩🏽 J'apprends le mandarin à l'école 🏔️.", "y" * 6_000]:
        story = Story(campaign=campaign, status=Status.APPROVED, kind="came", quote="name")
        story.save()
        story.seal({"what": f"{text} fin", "gained": text, "name": text[:80]})
        story.save()
        for purpose in ("take_part", "publish", "researchers"):
            Consent.objects.create(story=story, purpose=purpose, given=True)
    people = [person(valmont, "manager"), person(valmont, "moderator")]
    one = services.open_round(
        valmont, Round(title="Tour <&> 🏔️", kind="codes", version=book_of(book)), people, campaign=campaign
    )
    guids = list(selectors.variables(one))
    for coder in one.coders.all():
        for n, unit in enumerate(selectors.units_of(one)):
            put = {guids[n % len(guids)], guids[0]} if n % 3 and not (n % 5 == 0 and coder.user == people[1]) else set()
            Answer.objects.bulk_create(
                Answer(unit=unit, coder=coder, variable=guid, value=str(int(guid in put))) for guid in guids
            )
    Coder.objects.filter(round=one).update(finished_at="2026-01-02T00:00Z")
    return one


def test_hostile_words_make_a_project_that_its_schema_refuses_or_that_comes_back_otherwise(
    coded: Round, elsewhere: Any
) -> None:
    content = exchange.project_out(coded)
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        PROJECT_XSD.assertValid(etree.fromstring(box.read("project.qde")))
    project = refi.read_project(content)
    assert len(project.sources) == len(HARMFUL) + 2 and len(list(refi.walk(project.codes))) == len(PLAIN) + len(HARMFUL)
    assert refi.read_project(refi.write_project(project)) == project
    again = exchange.project_in(elsewhere, content)
    after = refi.read_project(exchange.project_out(again))
    assert _placed(after) == _placed(project) and after.users == project.users and after.name == project.name
    assert _said(after) == _said(project) and again.units.count() == coded.units.count()


def _placed(project: refi.Project) -> dict[str, Any]:
    """The codes by identifier, whatever their order: a name that loses a sign that XML refuses is listed elsewhere."""
    return {one.guid: (replace(one, codes=()), {under.guid for under in one.codes}) for one in refi.walk(project.codes)}


def _said(project: refi.Project) -> list[tuple[str, str, str]]:
    return sorted(
        (source.text[one.start : one.end], coding.code, coding.user)
        for source in project.sources
        for one in source.selections
        for coding in one.codings
    )


def test_a_passage_says_its_code_without_its_coder(coded: Round) -> None:
    """Who coded is on each passage too: QualCoder 4.0 reads it there only, and kept one coder's code of the two."""
    project = refi.read_project(exchange.project_out(coded))
    passages = [one for source in project.sources for one in source.selections]
    assert all({c.user for c in one.codings} == ({one.user} if one.user else set()) for one in passages)
    assert len({one.user for one in passages}) == 3, "two coders, and units without a code"


def test_the_same_words_coded_twice_become_two_texts_to_code(valmont: Any) -> None:
    """QualCoder writes one passage for each code, with the coder on the passage: it is one text, with its codes."""
    guid = "00000000-0000-0000-0000-00000000000{}".format
    codes = (refi.Code(guid(1), "A", colour="#f90"), refi.Code(guid(2), "B"))
    passages = tuple(
        refi.Selection(guid(n + 5), 0, 4, "", (refi.Coding(guid(n + 7), codes[n].guid),), guid(3)) for n in (0, 1)
    )
    source = refi.Source(guid(4), "T", "Fête ici.", passages)
    content = refi.write_project(refi.Project("P", (refi.User(guid(3), "Zoé"),), codes, (source,)))
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        PROJECT_XSD.assertValid(etree.fromstring(box.read("project.qde")))
    one = exchange.project_in(valmont, content)
    assert [unit.text for unit in one.units.all()] == ["Fête"]
    assert set(Answer.objects.filter(unit__round=one).values_list("coder__name", "value")) == {("Zoé", "1")}
    assert Answer.objects.filter(unit__round=one).count() == 2
    assert one.version.codes.get(label="A").colour == "#ff9900", "read by tools that know the long form only"


@pytest.mark.parametrize("where", ["code", "user", "project"])
def test_a_long_name_of_another_tool_is_cut(valmont: Any, where: str) -> None:
    guid, long = "00000000-0000-0000-0000-000000000001", "n" * 201
    names = {one: long if one == where else "Nom" for one in ("code", "user", "project")}
    project = refi.Project(names["project"], (refi.User(guid, names["user"]),), (refi.Code(guid, names["code"]),))
    with pytest.raises(Refusal, match="201 signes"):
        exchange.project_in(valmont, refi.write_project(project))
    assert not Codebook.objects.exists()


# -- tools of others, where they are -----------------------------------------------------------------------------------


def answer_of(*command: str, folder: Path | None = None) -> dict[str, Any]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=folder, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def qualcoder() -> Any:
    folder = os.environ.get("LONGUEVUE_QUALCODER", "")
    if not folder:
        pytest.skip("QualCoder is not here: LONGUEVUE_QUALCODER names the folder that holds its package")
    python = os.environ.get("LONGUEVUE_QUALCODER_PYTHON", sys.executable)
    return lambda path: answer_of(python, str(READERS / "qualcoder_reads.py"), str(path), folder=Path(folder))


def test_qualcoder_reads_another_codebook(book: Codebook, qdc: Path, qualcoder: Any) -> None:
    read = qualcoder(qdc)
    found = {name: (memo or "", above, codable) for name, memo, above, codable, _ in read["codes"]}
    assert found == {name: said[:3] for name, said in ours(book).items()}
    colours = {name: colour for name, *_, colour in read["codes"]}
    assert colours["Apprise à l'école"] == "#3498DB", "a colour that its palette has stays; others become the nearest"
    assert f"{len(found)} categories and codes imported" in str(read["said"])


def test_qualcoder_reads_another_project(coded: Round, qualcoder: Any, tmp_path: Path) -> None:
    content = exchange.project_out(coded)
    (tmp_path / "tour.qdpx").write_bytes(content)
    read, project = qualcoder(tmp_path / "tour.qdpx"), refi.read_project(content)
    assert sorted(read["texts"].values()) == sorted(source.text for source in project.sources)
    codes = {code.guid: code.name for code in refi.walk(project.codes)}
    people = {user.guid: user.name for user in project.users}
    told = sorted((people[user], codes[code], words) for words, code, user in _said(project))
    assert sorted(map(tuple, read["coded"])) == told and len(told) > 20


def test_openqda_reads_another_codebook(book: Codebook, qdc: Path) -> None:
    folder = os.environ.get("LONGUEVUE_OPENQDA", "")
    if not folder or not shutil.which("php"):
        pytest.skip("OpenQDA is not here: LONGUEVUE_OPENQDA names its folder, and php runs it")
    controller = f"{folder}/web/app/Http/Controllers/CodebookCodesController.php"
    read = answer_of("php", str(READERS / "openqda_reads.php"), controller, str(qdc))
    assert read["status"] == 200, read["said"]
    found = {name: (meaning, above) for name, meaning, above, *_ in read["codes"]}
    assert found == {name: said[:2] for name, said in ours(book).items()}
    colours = {name: colour for name, *_, colour in read["codes"]}
    assert all(colours[name] == said[3] for name, said in ours(book).items() if said[3])


def test_pyrefiqda_reads_another_codebook_or_project(book: Codebook, qdc: Path, coded: Round, tmp_path: Path) -> None:
    if importlib.util.find_spec("pyrefiqda") is None:
        pytest.skip("pyrefiqda (MIT, PyPI) is not installed here")
    from pyrefiqda import RefiCodebook, RefiProject  # type: ignore[import-not-found,import-untyped,unused-ignore]

    found: dict[str, Any] = {}

    def walk(codes: Any, above: str | None) -> None:
        for one in codes:
            found[one.name] = (one.description or "", above, one.is_codable, one.color or "")
            walk(one.code, one.name)

    walk(RefiCodebook.load(qdc).codes.code, None)
    assert found == ours(book)
    content = exchange.project_out(coded)
    (tmp_path / "tour.qdpx").write_bytes(content)
    read, project = RefiProject.load(tmp_path / "tour.qdpx", str(tmp_path / "out")), refi.read_project(content)
    said = [
        (sent.name, one.start_position, one.end_position, coding.creating_user, coding.code_ref.target_guid)
        for sent in read.sources.text_source
        for one in sent.plain_text_selection
        for coding in one.coding
    ]
    assert said == [
        (sent.name, one.start, one.end, coding.user, coding.code)
        for sent in project.sources
        for one in sent.selections
        for coding in one.codings
    ]
