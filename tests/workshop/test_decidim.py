"""Decidim's tables in and out: what came goes back, moved only where it moved here; persons stay out; nothing is ranked."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from longuevue.terms.refusal import Refusal
from longuevue.workshop.decidim import exchange
from longuevue.workshop.decidim.models import Row
from longuevue.workshop.decidim.tables import COLUMNS, PERSONS, in_french
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.policies.models import Commitment, Policy, Step
from longuevue.workshop.policies.parts import PARTS
from longuevue.workshop.policies.services import add_line
from longuevue.workshop.reasoning.csv_rows import RUN, bare, guarded, table_of, written


def _file(table: str, *rows: dict[str, str], more: tuple[str, ...] = ()) -> bytes:
    return written((*COLUMNS[table], *more), list(rows), mark=False).encode()


RESULT = {
    "id": "7", "title/fr": "Guichet d'accueil", "description/fr": "<p>Ouvrir ; <b>chaque</b> matin&nbsp;!</p>\n<p>Ici</p>",
    "start_date": "2026-12-01", "end_date": "2027-12-31", "status/id": "3", "status/key": "planned", "progress": "25.0",
    "created_at": "2026-11-30 10:00:00 UTC", "url": "https://decidim.valmont.example/r/7", "proposal_urls": "https://d/1, https://d/2",
}  # fmt: skip
PROPOSAL = {
    "id": "12", "title/fr": "-5 % de camions", "body/fr": "=Texte", "state": "accepted", "supports": "412",
    "answer/fr": "Oui", "endorsements/total_count": "3", "endorsements/user_endorsements": "Jeanne Aubrac",
    "published_at": "2026-10-01", "url": "https://decidim.valmont.example/p/12",
}  # fmt: skip
COMMENT = {
    "id": "99", "body": "Je suis\npour", "locale": "fr", "author/id": "4", "author/name": "Jeanne Aubrac", "alignment": "1",
    "depth": "0", "commentable_id": "12", "commentable_type": "Decidim::Proposals::Proposal",
}  # fmt: skip


@pytest.fixture
def policy(valmont: Any) -> Policy:
    return Policy.objects.create(observatory=valmont, name="Accueil", area="com-34172", policy_area="jeunesse")


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("proposals", _file("proposals", PROPOSAL, {**PROPOSAL, "id": "3", "body/ca": "Hola"}, more=("body/ca", "taxonomies/ids"))),
        ("results", _file("results", RESULT, {**RESULT, "id": "2", "progress": ""})),
        ("comments", _file("comments", COMMENT)),
    ],
)  # fmt: skip
def test_a_table_goes_back_as_it_came_but_for_the_names_of_persons(
    valmont: Any, policy: Policy, table: str, content: bytes
) -> None:
    brought = exchange.bring_in(valmont, content, "d.csv", policy=policy, by=None)
    assert brought.table == table
    sent, back = table_of(content, "a", ("id",)), table_of(exchange.taken_out(valmont, table).encode(), "b", ("id",))
    assert back.columns == sent.columns
    expected = [{c: "" if c in PERSONS else cell for c, cell in row.items()} for _, row in sent.rows]
    assert [row for _, row in back.rows] == expected
    assert not [row for row in Row.objects.all() if "Aubrac" in str(row.cells)]
    again = exchange.bring_in(valmont, exchange.taken_out(valmont, table).encode(), "d.csv", policy=policy, by=None)
    assert (again.came, again.changed) == (0, 0)


def test_cells_change_on_their_way_through_for_another_reader_than_ours(valmont: Any, policy: Policy) -> None:
    """Read with Python's own csv, which guards nothing: accents, line ends, formulas as Decidim guards them, apostrophes, columns
    that nobody knows, in the same order."""
    columns = [*COLUMNS["proposals"], "taxonomies/ids", "colonne inconnue é", "extra"]
    texts = (
        "Œuvrer à Noël\r\nsur deux lignes ; oui",
        "'=1+1",
        "'-5 %",
        "'Bonjour'",
        "''",
        "'",
        " blanc ",
        '"cité"',
        "👩‍👩‍👧‍👦",
    )
    rows = [[dict(PROPOSAL, **{"id": str(n), "title/fr": t, "body/fr": "x"}).get(c, t) for c in columns] for n, t in enumerate(texts)]  # fmt: skip
    rows = [["" if c in PERSONS else cell for c, cell in zip(columns, row, strict=True)] for row in rows]
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([columns, *rows])
    sent = out.getvalue()
    exchange.bring_in(valmont, sent.encode(), "d.csv", policy=policy, by=None)
    back = list(csv.reader(io.StringIO(exchange.taken_out(valmont, "proposals"), newline=""), delimiter=";"))
    assert back == [columns, *rows]


def test_one_of_two_columns_of_the_same_name_is_lost_without_a_word(valmont: Any, policy: Policy) -> None:
    twice = written((*COLUMNS["proposals"], "body/fr"), [PROPOSAL], mark=False).encode()
    with pytest.raises(Refusal, match="Deux colonnes s'appellent « body/fr »"):
        exchange.bring_in(valmont, twice, "d.csv", policy=policy, by=None)
    assert not Row.objects.exists()


@given(st.text(st.sampled_from("'=+-@\t\ra;\n\"é"), max_size=8))
def test_a_guard_is_not_lifted_or_a_cell_runs(cell: str) -> None:
    assert bare(guarded(cell)) == cell and not guarded(cell).startswith(RUN)
    if not cell.startswith(RUN):
        assert guarded(bare(cell)) == cell, "what came without a formula goes back letter for letter"


def test_names_left_out_are_counted_and_told(valmont: Any, policy: Policy) -> None:
    assert exchange.bring_in(valmont, _file("comments", COMMENT), "d.csv", policy=None, by=None).persons == 2


def test_a_result_is_followed_here_and_what_moved_here_alone_goes_back(valmont: Any, policy: Policy) -> None:
    other = {**RESULT, "id": "8", "progress": "40"}
    exchange.bring_in(valmont, _file("results", RESULT, other), "d.csv", policy=policy, by=None)
    one = Row.objects.get(ident="7").commitment
    assert one is not None and one.status == "under_way" and one.steps.count() == 1
    assert one.text == "Guichet d'accueil. Ouvrir ; chaque matin ! Ici"
    add_line(one, PARTS["step"], Step(day=dt.date(2027, 1, 5), status="done", reason="Ouvert"), by=None)
    rows = {row["id"]: row for _, row in table_of(exchange.taken_out(valmont, "results").encode(), "b", ("id",)).rows}
    assert rows["7"]["progress"] == "100" and rows["8"] == {**dict.fromkeys(COLUMNS["results"], ""), **other}
    reworded = {**RESULT, "title/fr": "Guichet ouvert"}  # its progress has not moved there
    exchange.bring_in(valmont, _file("results", reworded), "d.csv", policy=policy, by=None)
    exchange.bring_in(valmont, exchange.taken_out(valmont, "results").encode(), "d.csv", policy=policy, by=None)
    one.refresh_from_db()
    assert one.status == "done" and one.steps.count() == 2 and one.text.startswith("Guichet ouvert")


def test_a_result_that_moved_in_decidim_moves_its_commitment_with_a_reason(valmont: Any, policy: Policy) -> None:
    exchange.bring_in(valmont, _file("results", RESULT), "avant.csv", policy=policy, by=None)
    exchange.bring_in(valmont, _file("results", {**RESULT, "progress": "100"}), "apres.csv", policy=policy, by=None)
    one = Row.objects.get().commitment
    assert one is not None and one.status == "done" and "apres.csv" in one.steps.last().reason


def test_own_commitments_go_out_once_approved_and_never_a_discreet_one(
    valmont: Any, policy: Policy, person: Callable[..., Any]
) -> None:
    hidden = Policy.objects.create(
        observatory=valmont, name="Sans bruit", area="com-34172", policy_area="sport", discreet=True
    )  # fmt: skip
    for of, text in ((policy, "Relu"), (policy, "Pas relu"), (hidden, "Discret")):
        one = Commitment.objects.create(policy=of, text=text, made_on="2026-12-01")
        if text != "Pas relu":
            moderation.approve(valmont, "commitment", [one.public_id], by=person(valmont, "manager"))
    rows = table_of(exchange.taken_out(valmont, "results").encode(), "b", ("id",)).rows
    assert [(row["title/fr"], row["id"], row["progress"]) for _, row in rows] == [("Relu", "", "0")]


@pytest.mark.parametrize(
    "content",
    [b"", b"id;nom\n1;x\n", b"PK\x03\x04", _file("results", RESULT, RESULT), _file("results", {**RESULT, "id": ""})],
)
def test_another_file_or_a_doubled_identifier_is_refused_whole(valmont: Any, policy: Policy, content: bytes) -> None:
    with pytest.raises(Refusal):
        exchange.bring_in(valmont, content, "d.csv", policy=policy, by=None)
    assert not Row.objects.exists() and not Commitment.objects.exists()


def test_results_without_a_policy_are_refused_and_the_page_shows_no_count_of_supports(
    valmont: Any, policy: Policy, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser, address = visitor(person(valmont, "moderator")), "/atelier/o/valmont/decidim/"
    results = SimpleUploadedFile("r.csv", _file("results", RESULT))
    assert browser.post(address, {"file": results}).status_code == 400
    proposals = SimpleUploadedFile("p.csv", _file("proposals", PROPOSAL))
    page = browser.post(address, {"file": proposals}).content.decode()
    assert "-5 % de camions" in page and "412" not in page and "Aubrac" not in page
    answer = browser.get(f"{address}proposals.csv")
    assert answer["Content-Type"].startswith("text/csv") and b"412" in answer.content
    assert browser.get(f"{address}votes.csv").status_code == 404


def test_the_text_shown_is_french_first_and_without_markup() -> None:
    assert in_french({"title/en": "Desk", "title/fr": ""}, "title") == "Desk"
    assert in_french({"title/en": "Desk", "title/fr": "<p>Gui<br>chet &amp; co</p>"}, "title") == "Gui chet & co"
