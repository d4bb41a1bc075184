"""Election rules: what would favour a list, or move during the freeze, is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from longuevue.discourse.elections import (
    ElectionSettings,
    frozen,
    in_official_order,
    notice,
    notice_from,
    refuse_if_frozen,
    same_questions,
)
from longuevue.terms.refusal import Refusal

PARIS = timezone(timedelta(hours=1))
CLOSING = datetime(2026, 3, 15, 20, 0, tzinfo=PARIS)
SECOND = datetime(2026, 3, 22, 20, 0, tzinfo=PARIS)
SETTINGS = ElectionSettings((CLOSING, SECOND), "Camille Valmont, rédaction")


@pytest.mark.parametrize(
    ("moment", "closed"),
    [
        (datetime(2026, 3, 13, 23, 59, 59, tzinfo=PARIS), False),
        (datetime(2026, 3, 14, 0, 0, tzinfo=PARIS), True),
        (datetime(2026, 3, 15, 19, 59, 59, tzinfo=PARIS), True),
        (datetime(2026, 3, 15, 20, 0, tzinfo=PARIS), False),
        (datetime(2026, 3, 18, 12, 0, tzinfo=PARIS), False),
        (datetime(2026, 3, 21, 0, 0, tzinfo=PARIS), True),
        (datetime(2026, 3, 13, 23, 0, tzinfo=UTC), True),
    ],
)
def test_nothing_changes_from_the_eve_to_the_last_poll(moment: datetime, closed: bool) -> None:
    assert (frozen(SETTINGS, moment) is not None) is closed
    if closed:
        with pytest.raises(Refusal, match="Rien de ce qui touche aux listes"):
            refuse_if_frozen(SETTINGS, moment)
    else:
        refuse_if_frozen(SETTINGS, moment)


def test_the_notice_runs_six_months_and_needs_a_named_editor() -> None:
    assert notice_from(CLOSING) == datetime(2025, 9, 15, tzinfo=PARIS)
    assert notice_from(datetime(2026, 8, 31, 20, tzinfo=PARIS)) == datetime(2026, 2, 28, tzinfo=PARIS)
    assert notice(SETTINGS, datetime(2025, 9, 14, 23, tzinfo=PARIS)) is None
    shown = notice(SETTINGS, datetime(2025, 9, 15, tzinfo=PARIS))
    assert shown and "Camille Valmont" in shown
    assert notice(SETTINGS, SECOND) is None
    with pytest.raises(Refusal, match="responsable nommé"):
        notice(ElectionSettings((CLOSING,)), datetime(2026, 1, 1, tzinfo=PARIS))


def test_all_lists_in_the_official_order_or_none() -> None:
    found = {"3": "c", "1": "a", "2": "b"}
    assert in_official_order(["1", "2", "3"], found) == [("1", "a"), ("2", "b"), ("3", "c")]
    with pytest.raises(Refusal, match="Toutes les listes ou aucune"):
        in_official_order(["1", "2", "3", "4"], found)
    with pytest.raises(Refusal, match="ordre officiel"):
        in_official_order(["1", "2"], found)
    with pytest.raises(Refusal, match="deux fois"):
        in_official_order(["1", "2", "3", "1"], found)


def test_every_list_gets_the_same_questions() -> None:
    same_questions(["Q1", "Q2"], {"a": ["Q1", "Q2"], "b": ["Q1", "Q2"]})
    with pytest.raises(Refusal, match="mêmes questions"):
        same_questions(["Q1", "Q2"], {"a": ["Q1", "Q2"], "b": ["Q2", "Q1"]})


def test_settings_say_what_is_wrong_in_the_file() -> None:
    read = ElectionSettings.from_table({"polls": ["2026-03-15T20:00:00+01:00"], "editor": " A. B. "})
    assert read.polls == (CLOSING,) and read.editor == "A. B."
    with pytest.raises(Refusal, match="fuseau horaire"):
        ElectionSettings.from_table({"polls": ["2026-03-15T20:00:00"]})
    with pytest.raises(Refusal, match="illisible"):
        ElectionSettings.from_table({"polls": ["dimanche"]})
    with pytest.raises(Refusal, match="pas dans l'ordre"):
        ElectionSettings.from_table({"polls": [SECOND, CLOSING]})
