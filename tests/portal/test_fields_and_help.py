"""Fields in four tabs, goals and agendas as filters, help for a question, stones of withdrawn markers, lines with their shocks."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from longuevue.portal import dependence, desk
from longuevue.portal.library import Library
from longuevue.portal.views.helping import answering
from longuevue.terms.shocks import shocks, shocks_between

Text = Callable[[str], str]


@pytest.mark.parametrize("step", ["1", "2", "3", "4"])
def test_a_tab_says_how_complete_it_is(text_of: Text, step: str) -> None:
    for address in (f"/fr/domaine/education/{step}/", f"/en/field/health/{step}/"):
        page = text_of(address)
        assert re.search(
            r"(questions sur \d+ ont un chiffre|[Qq]uestions? out of \d+ ha(ve|s) a figure|Une question sur \d+ a un chiffre"
            r"|n&#x27;est encore posée|asked here yet)",
            page,
        )
        assert not re.search(r"\b1 questions\b", page)
        assert len(re.findall(r'<nav class="tabs".*?</nav>', page, re.S)[0].split("<li>")) == 5


@pytest.mark.parametrize("address", ["/fr/visite/{}/", "/en/tour/{}/"])
def test_a_first_reader_cannot_answer_the_questions_at_the_end_of_the_tour(text_of: Text, address: str) -> None:
    asked = re.findall(r"<summary>(.+?)</summary><p>(.+?) <a href=\"(.+?)\">", text_of(address.format(4)))
    assert [where for _, _, where in asked] == [address.format(step) for step in range(1, 5)]
    for question, answer, where in asked:
        told = _words(text_of(where).split("<main")[1].split("<details")[0])
        said = _words(answer)
        assert question.endswith("?") and len(said & told) >= 0.5 * len(said), (where, said - told)


def _words(text: str) -> set[str]:
    """The words of some weight, without their endings."""
    bare = re.sub(r"<[^>]*>|&#x27;", " ", text).lower()
    return {word[:5] for word in re.findall(r"[^\W\d_]{5,}", bare)}


def test_a_page_and_its_data_filter_differently(pages: Client, text_of: Text) -> None:
    for tag in ("odd-4", "agenda-migration"):
        page = text_of(f"/fr/questions/{tag}/")
        listed = json.loads(text_of(f"/fr/questions/{tag}.json"))["markers"]
        shown = set(re.findall(r'class="question[^"]*" href="/fr/marqueur/([a-z0-9-]+)/"', page))
        assert shown == {marker["id"] for marker in listed} and shown
        for marker in listed:
            assert 4 in marker["sdg"] if tag == "odd-4" else "migration" in marker["agendas"]
    assert pages.get("/fr/questions/odd-18/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("nombre de liens de coopération", {"twinnings", "cooperation-agreements"}),
        ("densité de restaurants étrangers", {"foreign-restaurants-density"}),
        ("étudiants internationaux", {"international-students-share"}),
    ],
)
def test_the_founding_text_s_own_questions_find_nothing(
    starter: Any, pages: Client, asked: str, expected: set[str]
) -> None:
    found = [m["id"] for m in answering(Library(starter), asked, "fr")]
    assert expected & set(found[:3]), found
    page = pages.get("/fr/questions/aide/", {"q": asked}).content.decode()
    for word in ("Coût", "Échelle", "Secret", "Limites"):
        assert f"<dt>{word}</dt>" in page


def test_an_empty_question_is_answered(starter: Any) -> None:
    assert answering(Library(starter), "combien de", "fr") == []
    assert answering(Library(starter), "xyzzy plugh", "fr") == []


def test_a_withdrawn_marker_leaves_no_trace(pages: Client, starter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stone = {
        "id": "valmont-cafes", "version": 1, "label": {"fr": "Cafés", "en": "Cafés"},
        "question": {"fr": "Combien de cafés à Valmont ?", "en": "How many cafés in Valmont?"},
        "withdrawn": "2026-11-20", "reason": {"fr": "La source s'est tue.", "en": "The source fell silent."}, "by": "le comité",
    }  # fmt: skip
    monkeypatch.setattr(starter, "tombstones", lambda: [stone])
    page = pages.get("/fr/marqueur/valmont-cafes/").content.decode()
    assert "Retiré le 20 novembre 2026 par le comité" in page and "La source s&#x27;est tue." in page


def test_nobody_s_review_is_hidden(text_of: Text) -> None:
    page = text_of("/fr/marqueur/twinnings/")
    assert "Aucun expert ne l&#x27;a encore relu" in page and "Près de chez vous" in page


def test_an_expert_s_review_comes_without_its_name_day_or_verdict(
    pages: Client, starter: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S31: who reviewed, when, the verdict in both languages; and nobody reads any more that no expert did."""
    said = {
        "by": "Ana Ferri, géographe",
        "on": "2026-10-02",
        "verdict": {"fr": "Liste à dater.", "en": "Date the list."},
    }
    monkeypatch.setitem(starter.marker("twinnings"), "reviews", [said])
    french, english = (pages.get(a).content.decode() for a in ("/fr/marqueur/twinnings/", "/en/marker/twinnings/"))
    for page, day, verdict in (
        (french, "2 octobre 2026", "Liste à dater."),
        (english, "2 October 2026", "Date the list."),
    ):
        assert "Ana Ferri, g" in page and verdict in page and day in page.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert "Aucun expert ne l&#x27;a encore relu" not in french


def test_a_territory_across_the_border_loses_one_of_its_sides(text_of: Text, starter: Any) -> None:
    """S35: Grand Genève stands on two code systems, and at least one figure of each side joins the other in one table."""
    codes = {member["ref"].partition("-")[0] for member in starter.members("per-grand-geneve")}
    assert codes == {"com", "lau"}
    parts = {part["country"]: part["readings"] for part in starter.portrait("per-grand-geneve")["parts"]}
    told = {country: {r["marker"] for r in readings if r["value"] is not None} for country, readings in parts.items()}
    assert told["FR"] and told["CH"]
    page = text_of("/fr/territoire/per-grand-geneve/")
    assert "Part en Suisse" in page and "Part française" in page
    assert "Pas de total" in page, "a total is given only where both sides count the same thing"


def test_a_line_loses_its_shocks_when_figures_are_computed_again(text_of: Text) -> None:
    page = text_of("/fr/chiffre/international-students-share/com-42218/")
    assert "17 mars 2020 : Covid-19" in page.replace("\u00a0", " ").replace("&nbsp;", " ")
    assert "Léman Express" not in page
    image = re.findall(r'<svg viewBox="0 0 640 220" role="img" aria-label="([^"]+)"', page)[0]
    assert "Covid-19" in image and image.startswith("De ")


def test_a_local_shock_is_told_elsewhere() -> None:
    start, end = shocks()[0].date, shocks()[-1].date
    assert "leman-express" in {s.id for s in shocks_between(start, end, "people", ["74"])}
    assert "leman-express" not in {s.id for s in shocks_between(start, end, "people", ["34"])}
    assert all(s.source["fr"] and s.source["en"] and s.name["en"] for s in shocks())


def test_a_break_lets_the_line_run_through(pages: Client, starter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter, "breaks", lambda marker, area: {"2019-20": "publisher"})
    page = pages.get("/fr/chiffre/international-students-share/com-42218/").content.decode()
    assert page.count("<polyline") == 2 and page.count('class="cut"') == 1
    words = re.sub(r"<[^>]+>", "", page)
    assert "le producteur signale une rupture" in words and "chiffre établi · rupture de série" in words


def test_removing_a_source_takes_more_or_less_than_foretold(starter: Any) -> None:
    """The questions said to be lost are exactly those that the engine leaves without any value."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from longuevue.edition import layout
    from longuevue.edition.verify import recorded_facts
    from longuevue.engine.backend import open_backend
    from longuevue.engine.compute import compute
    from longuevue.engine.context import Context
    from longuevue.engine.distances import centres_of, places_of_items
    from longuevue.facts.cards import SourceCard
    from longuevue.markers.shelf import load_shelf

    library, gone = Library(starter), "culture-festivals"
    foretold = set(dependence.lost_without(library, gone))
    assert foretold == {"international-festivals-share"}
    facts = recorded_facts(starter.path)
    territories = pq.read_table(starter.path / layout.TERRITORIES)
    context = Context(
        open_backend(),
        facts=facts.filter(pc.not_equal(facts["source_id"], gone)),
        membership=pq.read_table(starter.path / layout.MEMBERSHIP),
        populations=territories.select(["area_level", "ref_area", "population", "zone"]),
        cards={
            c["id"]: SourceCard.model_validate({k: v for k, v in c.items() if k in SourceCard.model_fields})
            for c in starter.sources()
        },
        geography_year=starter.manifest["geography_year"],
        centres=centres_of(territories),
        item_places=places_of_items(starter.notes()["items"]),
    )
    asked = [m for m in load_shelf() if m.id in foretold | {"international-students-share"}]
    readings = compute(context, asked).readings
    seen = set(readings.filter(pc.is_valid(readings["value"]))["marker"].to_pylist())
    assert {m.id for m in asked} - {s.partition(".")[0] for s in seen} == foretold


def test_the_page_of_gaps_says_what_each_source_lights(text_of: Text) -> None:
    page = text_of("/fr/couverture/")
    assert "Perdues sans elle" in page and "Domaines et raisons" in page
    assert desk.current().id
