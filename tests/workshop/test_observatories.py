"""What an observatory decides: dated before it is read, written with its reason, and read by `longuevue build`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from longuevue.config.observatory import read_observatory
from longuevue.terms.refusal import Refusal
from longuevue.workshop.observatories import selectors, services
from longuevue.workshop.observatories.settings_file import settings_text


@pytest.fixture
def manager(valmont: Any, person: Callable[..., Any]) -> Any:
    return person(valmont, "manager")


def test_what_was_decided_is_what_build_reads(valmont: Any, manager: Any) -> None:
    services.follow(valmont, "twinnings", by=manager, place=1)
    services.follow(valmont, "mixed-marriages-share", by=manager)
    services.turn_on(valmont, "refugees-welcomed", by=manager, reason="délibération du 3 mars, avis du délégué")
    read = read_observatory(selectors.folder_of(valmont)).settings
    assert read.name == "Observatoire de Valmont" and read.perimeter == ["epci-243400017"]
    assert read.questions == ["twinnings"]
    assert read.sensitive == {"refugees-welcomed": "délibération du 3 mars, avis du délégué"}
    assert set((read.model_extra or {})["registered"]) == {"twinnings", "mixed-marriages-share"}


def test_the_persons_own_file_keeps_its_comments_and_tables(valmont: Any, manager: Any) -> None:
    own = selectors.folder_of(valmont) / "observatory.toml"
    own.write_text('# à moi\nname = "Ancien"\n[engine]\nname = "clickhouse"\n', encoding="utf-8")
    services.follow(valmont, "twinnings", by=manager, place=1)
    assert own.read_text(encoding="utf-8").startswith("# à moi")
    read = read_observatory(own.parent).settings
    assert (read.name, read.engine.name, read.questions) == ("Observatoire de Valmont", "clickhouse", ["twinnings"])


def test_a_marker_registered_after_its_figures_were_read_says_so(
    valmont: Any, manager: Any, starter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not services.follow(valmont, "twinnings", by=manager).late
    monkeypatch.setattr(selectors, "edition_of", lambda _: starter)
    assert services.follow(valmont, "immigrant-residents-share", by=manager).late
    assert not services.follow(valmont, "perception-gap", by=manager).late


def test_a_very_sensitive_marker_is_followed_only_once_turned_on_with_a_reason(valmont: Any, manager: Any) -> None:
    with pytest.raises(Refusal):
        services.follow(valmont, "refugees-welcomed", by=manager)
    for reason in ("", "   court   "):
        with pytest.raises(Refusal):
            services.turn_on(valmont, "refugees-welcomed", by=manager, reason=reason)
    services.turn_on(valmont, "refugees-welcomed", by=manager, reason="délibération du 3 mars")
    services.follow(valmont, "refugees-welcomed", by=manager)
    services.turn_off(valmont, "refugees-welcomed")
    assert not selectors.chosen(valmont).exists() and not selectors.sensitive(valmont).exists()
    assert valmont.sensitive.count() == 1, "what was on, and why, stays written"


def test_leaving_a_marker_keeps_its_line_and_its_reason(valmont: Any, manager: Any) -> None:
    services.follow(valmont, "twinnings", by=manager, place=1)
    with pytest.raises(Refusal):
        services.leave(valmont, "twinnings", because="non")
    services.leave(valmont, "twinnings", because="la source a fermé")
    line = valmont.chosen.get()
    assert line.removed_at and line.removed_because == "la source a fermé"


def test_an_unknown_territory_is_refused_with_its_remedy(
    valmont: Any, manager: Any, visitor: Callable[..., Client]
) -> None:
    page = visitor(manager).post("/atelier/o/valmont/reglages/", {"name": "X", "perimeter": "99999999"})
    assert page.status_code == 400 and "99999999" in page.content.decode()
    valmont.refresh_from_db()
    assert valmont.perimeter == ["epci-243400017"]


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@settings(max_examples=150, deadline=None)
@given(TEXT, st.lists(TEXT, max_size=4), st.dictionaries(TEXT, TEXT, max_size=3))
def test_any_text_survives_the_settings_file(name: str, questions: list[str], sensitive: dict[str, str]) -> None:
    text = settings_text(
        name=name, perimeter=[], languages=["fr"], questions=questions, sensitive=sensitive, registered={}
    )
    read = tomllib.loads(text)
    assert (read["name"], read["questions"], read["sensitive"]) == (name, questions, sensitive)


def test_no_path_of_an_observatory_leaves_the_instances_folder(db: None) -> None:
    made = services.make(name="../../etc", codes=["dep-34"], slug="../../etc")
    home = Path(selectors.settings.LONGUEVUE_FOLDER).resolve()
    assert selectors.folder_of(made).resolve().is_relative_to(home / "observatories")
