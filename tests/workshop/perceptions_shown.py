"""A survey of perception of Valmont followed to where its gap is read, and those whose gap may not be. Called by the test that
builds an edition; no test here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from longuevue.edition.reader import Edition
from longuevue.portal import desk
from longuevue.workshop.frame.ballots import new_paper
from longuevue.workshop.tables import services
from longuevue.workshop.tables.models import Survey

AREA = "epci-243400017"
SENTENCE = "Zqphrase : accueillir plus d'étudiants ?"


def ask(valmont: Any, by: Any) -> None:
    """One whose gap is known, one of ten officials, one that all residents agree with, one not over, one kept inside."""
    for area, officials, residents, over in (
        (AREA, 12, (60, 30, 10), True),
        ("com-34172", 10, (60, 30, 10), True),
        ("com-34057", 12, (100, 0, 0), True),
        ("com-34116", 12, (60, 30, 10), False),
        ("", 12, (7, 93, 0), True),
    ):
        survey = services.save_survey(valmont, Survey(statement=SENTENCE, area=area), by=by)
        for n in range(officials):
            services.guess(survey, new_paper(survey.guesses), str(30 + 5 * (n % 3)), str(20 + 5 * (n % 2)))
        _go_on(survey)
        for said, many in zip(services.AGREEMENTS, residents, strict=True):
            for n in range(many):
                services.answer(survey, new_paper(survey.answers), said, services.INTERESTS[n % 2])
        if over:
            _go_on(survey)


def _go_on(survey: Survey) -> None:
    services.next_phase(survey)
    survey.refresh_from_db()


def handed_over(path: Path) -> None:
    """Four sums of one survey and nothing else: no sentence, no answer, no survey that may not be told."""
    rows = json.loads(path.read_text(encoding="utf-8"))["rows"]
    assert {row["area"] for row in rows} == {AREA} and len(rows) == 4
    assert {row["measure"]: row["value"] for row in rows} == {
        "elected_estimates_total": 420, "elected_members_asked": 12, "residents_favourable": 60, "residents_asked": 100,
    }  # fmt: skip


def read(edition: Edition, text_of: Callable[[str], str]) -> None:
    """Officials believed 35, residents say 60: a reading of minus twenty-five points, on the pages of the place and of the figure."""
    reading = edition.reading("perception-gap", AREA)
    assert round(reading["value"], 9) == -25 and reading["status"] == "ok", reading
    assert reading["source"] == "longuevue-survey" and reading["address"].startswith("perception-gap@")
    assert edition.reading("perception-gap", "com-34172")["value"] is None, "ten officials"
    assert edition.reading("perception-gap", "com-34057")["value"] is None, "all residents said the same"
    assert edition.reading("perception-gap", "com-34116")["value"] is None, "not over"
    desk.lend(edition)
    try:
        for address in (
            f"/fr/territoire/{AREA}/",
            f"/fr/chiffre/perception-gap/{AREA}/",
            "/fr/marqueur/perception-gap/",
        ):
            page = text_of(address)
            assert "perception" in page, address
        assert "25" in text_of(f"/fr/chiffre/perception-gap/{AREA}/")
        page = text_of(f"/fr/territoire/{AREA}/").replace("\u202f", " ").replace("\xa0", " ")
        assert "-25 points" in page or "−25 points" in page, page
    finally:
        desk.lend(None)
