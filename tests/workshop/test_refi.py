"""Projects and books of codes out and in: valid against the published schemas, identical with accents and emoji, hostile files refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from longuevue.terms.refusal import Refusal
from longuevue.workshop.reasoning.refi import (
    Code,
    Coding,
    Project,
    Selection,
    Source,
    User,
    read_codebook,
    read_project,
    walk,
    writable,
    write_codebook,
    write_project,
)

HERE = Path(__file__).parent / "refi"
#: published by REFI under the MIT licence: Project.xsd of 18 March 2019, and the codebook's, printed in REFI-QDA 1.5, 5.2
PROJECT_XSD = etree.XMLSchema(etree.parse(str(HERE / "Project.xsd")))
CODEBOOK_XSD = etree.XMLSchema(etree.parse(str(HERE / "Codebook.xsd")))

WORDS = st.one_of(
    st.text(max_size=30).map(writable),
    st.sampled_from(
        [
            "é",
            "🏔️ Valmont",
            "مدينة",
            "a\n\tb  c",
            "👩‍👩‍👧‍👦",
            "e\u0301",
            "<&>\"'",
            "]]>",
            " bord ",
            "œuf",
            "𝐩",
            "\ufeffBOM",
        ]
    ),
)
GUIDS = st.uuids().map(str)


def _codes(children: st.SearchStrategy[tuple[Code, ...]]) -> st.SearchStrategy[tuple[Code, ...]]:
    colour = st.sampled_from(["", "#a1B2c3", "#fff"])
    return st.lists(st.builds(Code, GUIDS, WORDS, WORDS, colour, st.booleans(), children), max_size=3).map(tuple)


CODES = st.recursive(st.just(()), _codes, max_leaves=8).filter(
    lambda c: len({x.guid for x in walk(c)}) == len(list(walk(c)))
)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Whole projects: every passage in its text, every code and coder that is pointed at there."""
    codes = draw(CODES)
    users = tuple(draw(st.lists(st.builds(User, GUIDS, WORDS), max_size=3, unique_by=lambda u: u.guid)))
    known = [code.guid for code in walk(codes)]
    sources = []
    for guid in draw(st.lists(GUIDS, max_size=3, unique=True)):
        text = draw(st.lists(WORDS, max_size=6).map("".join))
        passages = []
        for _ in range(draw(st.integers(0, 3))):
            start = draw(st.integers(0, len(text)))
            end = draw(st.integers(start, len(text)))
            by = st.sampled_from(["", *(u.guid for u in users)])
            codings = draw(st.lists(st.builds(Coding, GUIDS, st.sampled_from(known), by), max_size=2)) if known else []
            passages.append(Selection(draw(GUIDS), start, end, draw(WORDS), tuple(codings)))
        sources.append(
            Source(
                guid,
                draw(WORDS),
                text.removeprefix("\ufeff"),
                tuple(p for p in passages if p.end <= len(text.removeprefix("\ufeff"))),
            )
        )
    return Project(draw(WORDS), users, codes, tuple(sources))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(projects())
def test_a_project_comes_back_otherwise(project: Project) -> None:
    """S26: texts, codes and memos go out as a REFI-QDA project that its published schema accepts, and come back the same."""
    content = write_project(project, written_at="2026-11-25T10:00:00Z")
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        PROJECT_XSD.assertValid(etree.fromstring(box.read("project.qde")))
    assert read_project(content) == project
    assert write_project(read_project(content), written_at="2026-11-25T10:00:00Z") == content


@settings(deadline=None, max_examples=60)
@given(CODES.filter(bool))
def test_a_codebook_comes_back_otherwise(codes: tuple[Code, ...]) -> None:
    content = write_codebook(codes)
    CODEBOOK_XSD.assertValid(etree.fromstring(content))
    assert read_codebook(content) == codes


def test_positions_count_bytes_or_half_emoji() -> None:
    """« 👩🏽 » is two code points, four UTF-16 units and eight bytes: a passage after it starts at 2 (REFI-QDA 1.5, 10.2)."""
    text = "👩🏽 éclair"
    passage = Selection("00000000-0000-0000-0000-000000000001", 3, 9)
    found = read_project(
        write_project(Project("p", sources=(Source("00000000-0000-0000-0000-000000000002", "s", text, (passage,)),)))
    )
    one = found.sources[0]
    assert one.text[one.selections[0].start : one.selections[0].end] == "éclair"


def test_the_codebook_printed_in_the_standard_is_refused() -> None:
    """Annex A.1: identifiers between braces, codes that hold no text of their own."""
    codes = read_codebook(
        b"""<?xml version="1.0" encoding="UTF-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" xmlns:qda="urn:QDA-XML:codebook:1.0"><Codes>
<Code guid="{5215cc69-b628-4e02-afb9-9beeaee55808}" name="Topics" isCodable="false"></Code>
<Code guid="{d7aa29da-519b-4946-9b90-253b6db8fd0a}" name="Economy" isCodable="true" color="#ffff00">
<Description>Anything about jobs or taxes or business</Description></Code>
<Code guid="9fa9bcb7-5b59-47a9-8c3e-f65cffdc7520" name="Values" isCodable="false"></Code>
</Codes></CodeBook>"""
    )
    assert [(c.name, c.codable, c.colour) for c in codes] == [
        ("Topics", False, ""),
        ("Economy", True, "#ffff00"),
        ("Values", False, ""),
    ]
    assert codes[0].guid == "5215cc69-b628-4e02-afb9-9beeaee55808"


def _box(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in files.items():
            box.writestr(name.replace("__", "/").replace("_qde", ".qde").replace("_txt", ".txt"), content)
    return out.getvalue()


HEAD = b'<Project xmlns="urn:QDA-XML:project:1.0" name="p">'
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + HEAD + b"&b;</Project>"
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + HEAD + b"&a;</Project>"
G = b"00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not a zip", _box(autre=b"x"), _box(project_qde=b"<Project>"), _box(project_qde=b"<Project name='p'/>"), _box(project_qde=BOMB),
        _box(project_qde=OUTSIDE),
        _box(project_qde=HEAD + b'<Sources><TextSource guid="' + G + b'" plainTextPath="internal://../../etc/passwd"/></Sources></Project>'),
        _box(project_qde=HEAD + b'<Sources><TextSource guid="nope"/></Sources></Project>'),
        _box(project_qde=HEAD + b'<Sources><TextSource guid="' + G + b'"><PlainTextContent>abc</PlainTextContent><PlainTextSelection guid="' + G
             + b'" startPosition="2" endPosition="9"/></TextSource></Sources></Project>'),
        _box(project_qde=HEAD + b"</Project>", Sources__a_txt=b"\0" * 60_000_000),
    ],
)  # fmt: skip
def test_a_hostile_project_is_read(content: bytes) -> None:
    with pytest.raises(Refusal):
        read_project(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<a/>",
        BOMB,
        OUTSIDE,
        b'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="x" name="y"/></Codes></CodeBook>',
    ],
)
def test_a_hostile_codebook_is_read(content: bytes) -> None:
    with pytest.raises(Refusal):
        read_codebook(content)
