"""Cards say what they must, corrections fail once stale, cuisines and names of places follow their open tables."""

import pytest
import yaml

from longuevue.facts.cards import read_card
from longuevue.facts.corrections import corrected
from longuevue.facts.cuisines import origin_of_cuisine, partner_country_of_cuisine
from longuevue.sources.shelf import source_cards
from longuevue.terms.exonyms import name_of_place
from longuevue.terms.refusal import Refusal

WORDS = {"fr": "Bureau de Valmont", "en": "Bureau of Valmont"}


def written(tmp_path, **content):
    path = tmp_path / "valmont-bureau.yaml"
    path.write_text(yaml.safe_dump({"id": "valmont-bureau", "publisher": WORDS, "title": WORDS} | content), "utf-8")
    return path


def test_a_source_out_of_reach_must_say_who_holds_it(tmp_path):
    with pytest.raises(Refusal, match="qui la détient"):
        read_card(written(tmp_path, at_hand=False))
    assert read_card(written(tmp_path, at_hand=False, held_by=WORDS)).at_hand is False


def test_a_source_at_hand_must_state_its_licence(tmp_path):
    with pytest.raises(Refusal, match="licence"):
        read_card(written(tmp_path, at_hand=True))


def test_a_misspelt_field_of_a_card_is_refused(tmp_path):
    with pytest.raises(Refusal, match="at_hnd"):
        read_card(written(tmp_path, at_hand=False, held_by=WORDS, at_hnd=True))


def test_every_card_reads_and_every_absence_has_a_holder():
    cards = source_cards()
    assert len(cards) >= 61
    assert all(card.at_hand or card.held_by for card in cards.values())


def correction(tmp_path, **entry):
    path = tmp_path / "corrections.yaml"
    base = {"item": "Q1", "field": "counterpart_area", "found": "AO", "correct": "DE", "reason": WORDS}
    path.write_text(yaml.safe_dump([base | entry]), encoding="utf-8")
    return path


def test_a_correction_applies_once_and_says_which(tmp_path):
    records = {"Q1": {"counterpart_area": "AO"}}
    assert corrected(records, correction(tmp_path), field="counterpart_area") == ["Q1"]
    assert records == {"Q1": {"counterpart_area": "DE"}}


@pytest.mark.parametrize("records", [{"Q1": {"counterpart_area": "DE"}}, {}])
def test_a_stale_correction_fails_with_a_sentence(tmp_path, records):
    with pytest.raises(Refusal, match="Relisez cette correction"):
        corrected(records, correction(tmp_path), field="counterpart_area")


@pytest.mark.parametrize(
    ("tag", "kind", "country"),
    [
        ("italian", "country", "IT"),
        ("pizza", "dish", None),
        ("pizza;kebab", "dish", None),
        ("kebab; pizza", "dish", None),
        ("Japanese Sushi", "country", "JP"),
        ("regional", "french", "FR"),
        ("french", "french", "FR"),
        ("asian", "region", None),
        ("sandwich", "concept", None),
        ("", "untagged", None),
        ("nonexistent_cuisine", "unknown", None),
        ("italian;chinese", "region", None),
    ],
)
def test_a_dish_is_not_a_country(tag, kind, country):
    assert origin_of_cuisine(tag).kind == kind
    assert partner_country_of_cuisine(tag) == country


def test_a_pizza_keeps_its_origin_for_whoever_counts_dishes():
    assert origin_of_cuisine("pizza").country == "IT"


def test_a_place_without_a_french_name_keeps_its_label_and_says_so():
    assert name_of_place("Q0", "Obervalmont", "DE").origin == "publisher"
    assert name_of_place("Q0", "Warschau", "PL").fr == "Varsovie"
    assert name_of_place("Q0", "Warschau", "PL").origin == "cldr"
    assert name_of_place("Q0", "Warschau", "US").fr == "Warschau"
