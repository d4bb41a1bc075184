"""`workshop/records.json` rewritten by another hand: nothing is slipped into the lines of a record, at any depth, and all that the
press writes is accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from longuevue.config.observatory import DEMO_TOML, FILE, read_observatory
from longuevue.config.records import records_of
from longuevue.edition.inside import wrong_inside
from longuevue.edition.reader import MAY_SAY
from longuevue.terms.refusal import Refusal
from longuevue.workshop.debate import freezing
from longuevue.workshop.links.seed import load_example
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.press import services
from tests.workshop import debates_shown, effects_shown, events_shown, test_press

told = test_press.told


def _paths(said: Any, so_far: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each object of a document, and to each plain value."""
    yield so_far
    for key, one in said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ():
        yield from _paths(one, (*so_far, key))


def test_a_word_slipped_anywhere_in_a_record_enters_an_edition(valmont: Any, told: Any) -> None:
    """At every depth of every kind of record: one word more, one word less, an object where words are waited for."""
    effects_shown.tell(valmont, told)
    events_shown.gather(valmont, told)
    debates_shown.debate_on(valmont, told)
    assert all(services.press(valmont)[name] for name in MAY_SAY)
    folder = folder_of(valmont)
    whole = (folder / services.FILE).read_text(encoding="utf-8")
    observatory, tried = read_observatory(folder), 0

    def refused(document: Any, name: str, number: int) -> str:
        (folder / services.FILE).write_text(json.dumps(document), encoding="utf-8")
        with pytest.raises(Refusal) as caught:
            records_of(observatory)
        said = str(caught.value)
        assert f"La fiche {number} de « {name} »" in said and services.FILE in said, said
        return said

    records_of(observatory)  # all that the press writes is accepted
    for name in MAY_SAY:
        for path in _paths(json.loads(whole)[name]):
            document = json.loads(whole)
            *way, last = (name, *path)
            above: Any = document
            for key in way:
                above = above[key]
            inside = above[last]
            if isinstance(inside, dict) and len(path) > 1 and "by_post" not in path:
                inside["courriel"] = "zoe@valmont.example"
                assert ".courriel" in refused(document, name, path[0] + 1)
                tried += 1
            elif len(path) > 1 and not isinstance(inside, dict | list):
                above[last] = {"courriel": "zoe@valmont.example"}
                refused(document, name, path[0] + 1)
                tried += 1
    assert tried > 300
    document = json.loads(whole)
    document["room_records"][0]["sections"][0]["lines"][0].pop("day")
    assert "sections.lines.day" in refused(document, "room_records", 1)


def test_a_figure_frozen_in_a_room_is_refused_by_the_build(starter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "edition_of", lambda _: starter)
    for marker in starter.markers():
        frozen = freezing.frozen_figure(None, marker["id"], "epci-243400017")
        assert wrong_inside("room_records", {"frozen": frozen}) == [], marker["id"]
    votes = {"closed": True, "people": 12, "by_post": {"x": {"agree": 7, "disagree": 5}}, "grouped": []}
    assert wrong_inside("room_records", {"votes": votes}) == []
    votes["by_post"]["x"]["zoe@valmont.example"] = 1
    assert wrong_inside("room_records", {"votes": votes}) == ["votes.by_post.x.zoe@valmont.example"]


def test_the_example_is_refused_by_the_build(db: None) -> None:
    loaded = load_example()
    services.press(loaded)
    folder = folder_of(loaded)
    if not (folder / FILE).is_file():
        (folder / FILE).write_text(DEMO_TOML, encoding="utf-8")
    found = records_of(read_observatory(folder))
    assert found["links"] and found["cards"] and found["networks"]
