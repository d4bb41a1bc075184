"""Stories outside the workshop: nobody is pointed at by what stands beside their words, and what is taken back is gone.
People and words are invented."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longuevue.config.restoring import _take_back
from longuevue.config.voices import counted, released, steady, voices_of
from longuevue.config.withdrawals import Ledger
from longuevue.edition.posts import write_posts
from longuevue.edition.reader import HIDDEN, SHOWN_BESIDE, TOGETHER
from longuevue.edition.voices import faults_of_voices, salted, take_out, write_voices
from longuevue.terms.refusal import Refusal
from longuevue.workshop.press.revoking import WAITING, held, revoke

STORY = uuid.UUID(int=7)
POST = str(uuid.UUID(int=9))


def voice(n: int = 0, **said: Any) -> dict[str, Any]:
    made = {
        "id": salted(uuid.UUID(int=n)), "salt": f"{n:064x}", "question": "Qu'avez-vous vu changer ?", "kind": "came",
        "kind_name": {"fr": "venu d'ailleurs", "en": "came"}, "year": 2026, "age": "25_39",
        "age_name": {"fr": "de 25 à 39 ans", "en": "25 to 39"}, "area": "", "marker": "", "quote": "anonymous",
        "signed": "", "words": [{"question": "lost" if n % 2 else "gained", "asked": {"fr": "?", "en": "?"}, "text": "Le lac."}],
    }  # fmt: skip
    return made | said


@st.composite
def corpora(draw: st.DrawFn) -> list[dict[str, Any]]:
    size = draw(st.integers(0, 40))
    pick = st.sampled_from
    return [
        voice(
            n, kind=draw(pick(["came", "returned"])), year=draw(pick([2025, 2026])), age=draw(pick(["", "15_24", "65_more"])),
            area=draw(pick(["", "epci-1"])), marker=draw(pick(["", "twinnings"])), quote=draw(pick(["anonymous"] * 6 + ["name"])),
            words=[{"question": draw(pick(["gained", "lost"])), "asked": {}, "text": "x"}],
        )
        for n in range(size)
    ]  # fmt: skip


def combined(voices: list[dict[str, Any]], names: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(str(one[name]) for name in names) for one in voices)


@given(corpora())
def test_a_combination_shown_points_at_fewer_than_five(corpus: list[dict[str, Any]]) -> None:
    shown = [one for one in released(corpus) if one["quote"] == "anonymous"]
    for size in range(1, len(SHOWN_BESIDE) + 1):
        for names in combinations(SHOWN_BESIDE, size):
            assert all(count >= TOGETHER for count in combined(shown, names).values()), names
    groups: dict[tuple[str, ...], set[str]] = {}
    for one in shown:
        groups.setdefault(tuple(str(one[n]) for n in SHOWN_BESIDE), set()).add(one["words"][0]["question"])
    assert all(len(said) >= 2 for said in groups.values()), "knowing who told would tell what was told"


@given(corpora())
def test_a_total_less_what_is_shown_points_at_fewer_than_five(corpus: list[dict[str, Any]]) -> None:
    shown = [one for one in released(corpus) if one["quote"] == "anonymous"]
    for size in range(1, len(SHOWN_BESIDE)):
        for names in combinations(SHOWN_BESIDE, size):
            for cell, whole in combined(shown, names).items():
                for more in set(SHOWN_BESIDE) - set(names):
                    finer = combined([o for o in shown if tuple(str(o[n]) for n in names) == cell], (more,))
                    assert all(whole - part == 0 or whole - part >= TOGETHER for part in finer.values())


@given(corpora(), corpora(), st.integers(0, 40))
def test_two_editions_side_by_side_point_at_who_came_between(
    first: list[dict[str, Any]], second: list[dict[str, Any]], left: int
) -> None:
    """What is beside a story never changes, and those who came between are as many as five alike, among themselves."""
    newcomers = [one | {"id": salted(uuid.UUID(int=1_000 + n))} for n, one in enumerate(second)]
    then = {one["id"]: one for one in released(first)}
    beside = {key: {n: one[n] for n in (*SHOWN_BESIDE, "kind_name", "age_name")} for key, one in then.items()}
    now = {one["id"]: one for one in released([*first[left:], *newcomers], beside)}
    came = [one for key, one in now.items() if key not in then and one["quote"] == "anonymous"]
    assert all(now[key][n] == then[key][n] for key in now.keys() & then.keys() for n in SHOWN_BESIDE)
    for size in range(1, len(SHOWN_BESIDE) + 1):
        for names in combinations(SHOWN_BESIDE, size):
            assert all(count >= TOGETHER for count in combined(came, names).values()), names


def test_one_newcomer_of_another_age_is_told_by_what_the_others_lose() -> None:
    young = [voice(n) for n in range(5)]
    then = {one["id"]: one for one in released(young)}
    old = voice(9, age="65_more")
    now = released([*young, old], then)
    assert {one["id"] for one in now} == then.keys() and {one["age"] for one in now} == {"25_39"}
    several = [voice(n, age="65_more") for n in range(10, 15)]
    ages = Counter(one["age"] for one in released([*young, *several], then))
    assert ages == {"25_39": 5, "65_more": 5}


def test_counts_of_two_editions_give_the_answer_of_one_person() -> None:
    before = {"told": 30, "expected": {"yes": 10, "asked": 30}}
    one_more = {"told": 31, "expected": {"yes": 11, "asked": 31}}
    assert steady(one_more, before) == before and steady(before, before) == before
    assert steady({"told": 35, "expected": {"yes": 15, "asked": 36}}, before) == {"told": 35} | {
        "expected": before["expected"]
    }
    many = {"told": 40, "expected": {"yes": 15, "asked": 40}}
    assert steady(many, before) == many and steady(one_more, {}) == one_more and steady(None, before) is None


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 40), st.integers(0, 40))
def test_a_count_of_those_who_told_gives_the_few_who_are_not_shown(told: int, hidden: int, yes: int, no: int) -> None:
    shown = max(told - hidden, 0)
    found = counted({"told": told, "expected": {"yes": yes, "no": no}}, shown) or {}
    if "told" in found:
        assert told - shown == 0 or told - shown >= TOGETHER
    if "expected" in found:
        parts = (found["expected"]["yes"], found["expected"]["asked"] - found["expected"]["yes"])
        assert all(part == 0 or part >= TOGETHER for part in parts)
    if yes >= TOGETHER and no >= TOGETHER:
        assert found["expected"] == {"yes": yes, "asked": yes + no}


def test_four_voices_are_shown_and_five_are_not() -> None:
    assert released([voice(n) for n in range(4)]) == []
    assert len(released([voice(n) for n in range(5)])) == 5
    one_old = released([*(voice(n) for n in range(5)), voice(5, age="65_more")])
    assert len(one_old) == 6 and all(one["age"] == HIDDEN and one["age_name"] == {} for one in one_old)


def test_who_asked_to_be_named_is_hidden_or_tells_more_than_asked() -> None:
    named = released([voice(quote="name", signed="Zoé Valmont")])
    assert named[0]["signed"] == "Zoé Valmont" and named[0]["age"] == HIDDEN


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    folder = tmp_path / "editions" / "2026-11-25-valmont"
    folder.mkdir(parents=True)
    return folder


def test_a_stone_hides_a_missing_file_a_changed_one_or_words(edition: Path) -> None:
    listed = write_voices(edition, [voice(n) for n in range(3)])
    first, second, third = sorted(listed)
    assert faults_of_voices(edition, listed) == []
    assert take_out(edition, frozenset([first]), "2026-11-25") == 1 and faults_of_voices(edition, listed) == []
    assert take_out(edition, frozenset([first]), "2026-11-26") == 0, "a stone keeps its first day"
    (edition / "voices" / f"{first}.json").write_text("{}")
    assert "encore là" in faults_of_voices(edition, listed)[0]
    (edition / "voices" / f"{first}.json").unlink()
    (edition / "voices" / f"{second}.json").unlink()
    assert "rien ne dit que le récit est retiré" in faults_of_voices(edition, listed)[0]
    stone = edition / "voices" / f"{second}.withdrawn.json"
    stone.write_text(json.dumps({"id": second, "withdrawn_on": "2026-11-25", "words": "Le lac."}))
    assert faults_of_voices(edition, listed), "words could hide in a stone"
    stone.write_text(json.dumps({"id": second, "withdrawn_on": "2026-11-25"}))
    changed = edition / "voices" / f"{third}.json"
    changed.write_text(changed.read_text().replace("lac", "quai"))
    assert "a changé" in faults_of_voices(edition, listed)[0]
    (edition / "voices" / "autre.json").write_text("{}")
    assert "n'est pas dans le manifeste" in faults_of_voices(edition, listed)[-1]


def test_a_story_is_guessed_from_the_hash_that_stays(edition: Path) -> None:
    one, other = voice(1), voice(1, salt="f" * 64)
    first = write_voices(edition, [one])[one["id"]]["sha256"]
    assert write_voices(edition, [other])[one["id"]]["sha256"] != first, "the same words, another salt"
    assert str(uuid.UUID(int=1)) not in one["id"]


def test_an_edition_or_another_observatory_of_the_instance_keeps_a_story(tmp_path: Path, edition: Path) -> None:
    told = voice(7)
    other = tmp_path / "ailleurs" / "editions" / "2025-01-01-a"
    unfinished = tmp_path / "editions" / ".unfinished-x"
    waiting = tmp_path / WAITING
    for folder in (other, unfinished, waiting):
        folder.mkdir(parents=True)
    for folder in (edition, other, unfinished):
        write_voices(folder, [told, voice(8)])
    (waiting / f"{told['id']}.json").write_text(json.dumps(told))
    assert held(tmp_path) == {"story"} and revoke(tmp_path, [STORY], "2026-11-25") == 4
    assert len(list(tmp_path.rglob(f"{told['id']}.withdrawn.json"))) == 3
    assert not list(tmp_path.rglob(f"{told['id']}.json")) and len(list(tmp_path.rglob("*.json"))) == 6


def test_editions_with_stories_come_back_without_a_ledger(tmp_path: Path) -> None:
    staged, now = tmp_path / "staged", dt.datetime.now(dt.UTC)
    folder = staged / "editions" / "2026-01-01-a"
    folder.mkdir(parents=True)
    nowhere = tmp_path / "neuf"
    assert _take_back(staged, nowhere, now, None) == ({}, None, False), "no words, no ledger needed"
    write_posts(folder, {POST: {"id": POST, "text": "Zibeline."}})
    with pytest.raises(Refusal, match="contributions à des débats"):
        _take_back(staged, nowhere, now, None)
    write_voices(folder, [voice(7), voice(8)])
    with pytest.raises(Refusal, match="témoignages"):
        _take_back(staged, nowhere, now, None)
    with pytest.raises(Refusal, match="plus ancien"):
        _take_back(staged, nowhere, now, Ledger(now - dt.timedelta(days=1), frozenset(), True))
    later = Ledger(now + dt.timedelta(days=1), frozenset([str(STORY), f"post {POST}"]), True)
    assert _take_back(staged, nowhere, now, later).erased == {"story": 1, "post": 1}
    assert (
        not (folder / "posts" / f"{POST}.json").exists() and not (folder / "voices" / f"{salted(STORY)}.json").exists()
    )


@pytest.mark.parametrize("spoil", [{"email": "zoe@valmont.example"}, {"id": "0" * 32}])
def test_a_story_that_says_more_than_it_may_is_built(tmp_path: Path, spoil: dict[str, str]) -> None:
    from longuevue.config.observatory import DEMO_TOML, FILE, read_observatory

    (tmp_path / FILE).write_text(DEMO_TOML, encoding="utf-8")
    (tmp_path / WAITING).mkdir(parents=True)
    (tmp_path / WAITING / f"{salted(STORY)}.json").write_text(json.dumps(voice(7) | spoil))
    with pytest.raises(Refusal, match="plus qu'il ne doit"):
        voices_of(read_observatory(tmp_path))
