"""Acting together, money beside the accounts, programmes and their participants, the directory by strand: what would mislead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.test import Client

from longuevue.workshop.actors.kinds import KINDS
from longuevue.workshop.actors.models import Actor
from longuevue.workshop.links import selectors, services
from longuevue.workshop.links.models import Card, Link, Money
from longuevue.workshop.reasoning.accountability import Money as YearOfMoney
from longuevue.workshop.reasoning.budget import series
from longuevue.workshop.reasoning.synergy import Action, ties
from longuevue.workshop.sheets.models import Sheet
from longuevue.workshop.tables.models import Meeting

HERE = "/atelier/o/valmont/"


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("&#x27;", "'")


def test_an_action_born_after_the_evening_is_counted_before_it_or_a_tie_twice() -> None:
    actions = [
        Action("2019", ["Hôpital", "Lycée"]),
        Action("2026-03", ["hopital", "Lycée ", "Club"]),
        Action("2026-02-10", ["Club", "Cabinet"]),
        Action("2020", ["Seul"]),
        Action("", ["Lycée", "Cabinet"]),
    ]
    found = ties(actions, "2026-02-10")
    assert (found.actors, found.pairs, found.before, found.after) == (4, 6, 2, 5)
    assert found.density_before == 2 / 6 and found.density_after == 5 / 6
    assert ties([], "2026-02-10").density_after is None, "nobody acts together: no share of zero"


def test_accounts_that_disagree_with_the_register_are_hidden_or_silence_is_a_zero() -> None:
    money = [YearOfMoney(2023, 100.0, None), YearOfMoney(2023, 20.5, 30.0), YearOfMoney(2024, None, 5.0)]
    first, second, third = series(money, {2023: 150.5, 2025: 8.0}, 60)
    assert (first.own, first.total, first.gap, first.per_inhabitant) == (120.5, 150.5, 30.0, 120.5 / 60)
    assert (second.own, second.total, second.gap, second.per_inhabitant) == (None, 5.0, None, None)
    assert (third.own, third.accounts, third.gap) == (None, 8.0, None)
    assert series([YearOfMoney(2023, 10.0, None)], {2023: 10.0}, None)[0].gap == 0


def test_the_page_of_cards_hides_who_acts_together_or_the_gap_with_the_accounts(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    manager = person(valmont, "manager")
    browser = visitor(manager)
    new = f"{HERE}fiches/nouvelle/?type=joint_action"
    said = {"area": "com-34172", "name": "Semaine du monde", "what": "Une semaine", "since": "2019", "parties": "Lycée"}
    answer = browser.post(new, said)
    assert answer.status_code == 400 and "au moins deux" in answer.content.decode()
    assert browser.post(new, {**said, "parties": "Lycée\nClub d'aviron"}).status_code == 302
    Meeting.objects.create(observatory=valmont, title="Soirée des acteurs", made_by=manager)
    assert (
        browser.post(new, {**said, "name": "Échange", "since": "2099", "parties": "Lycée\nHôpital"}).status_code == 302
    )
    link = services.save_link(valmont, Link(area="com-34172", partner="Port-Vieux", kind="twinning"))
    Money.objects.create(link=link, year=2023, own=12_000)
    Sheet.objects.create(
        observatory=valmont, actor=Actor.objects.create(observatory=valmont, name="Finances"), year=2023,
        template="external-action-spending", area="com-34172", counts={"external_action_subsidies": 15_000},
        state="accepted",
    )  # fmt: skip
    page = plain(browser.get(f"{HERE}fiches/").content.decode())
    assert "Lycée, Club d'aviron" in page
    assert "Soirée des acteurs" in page and "1 paire sur 3 avant, 2 depuis" in page
    assert "15 000" in page and "3 000" in page


def test_money_left_on_an_entry_made_one_with_another_is_counted_twice(
    valmont: Any, person: Callable[..., Any]
) -> None:
    from longuevue.workshop.links import merging

    two = [Link.objects.create(observatory=valmont, area="com-34172", partner="Kozani", kind="twinning") for _ in "ab"]
    for link, own in zip(two, (100, 900), strict=True):
        Money.objects.create(link=link, year=2023, own=own)
    merging.decide(valmont, two[0].public_id, two[1].public_id, same=True, by=person(valmont, "moderator"))
    assert [year.own for year in selectors.spending(valmont)] == [100.0]


def test_effects_that_somebody_answers_are_mixed_with_those_left_alone(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.effects.services import play_valmont

    played = play_valmont(valmont, by=person(valmont, "manager"))
    answered, alone = selectors.effects_answered(valmont)
    assert {one.pk for one in (*answered, *alone)} == {one.pk for one in played}
    assert all(one.role in ("regulates", "drives") for one in answered) and answered and alone
    page = plain(visitor(person(valmont, "contributor")).get(f"{HERE}fiches/").content.decode())
    assert all(plain(one.what)[:30] in page for one in answered), "each that is counted is named"


def test_a_programme_asks_its_young_ambassadors_again_without_their_word(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.testimonies import services as stories
    from longuevue.workshop.testimonies.models import Campaign, Contact

    services.save_card(
        valmont, Card(kind="programme", area="com-34172", name="Jeunes ambassadeurs", what="Six mois ailleurs")
    )
    browser = visitor(person(valmont, "manager"))
    page = browser.get(f"{HERE}fiches/").content.decode()
    assert "recits/campagne/?population=Jeunes%20ambassadeurs" in page
    form = browser.get(f"{HERE}recits/campagne/?population=Jeunes%20ambassadeurs").content.decode()
    assert 'value="Jeunes ambassadeurs"' in form
    campaign = Campaign.objects.create(
        observatory=valmont, question="Et depuis ?", population="Jeunes ambassadeurs", closes=dt.date(2099, 1, 1)
    )
    for again in (True, False):
        story, _ = stories.begin(campaign)
        stories.keep(story, {"what": "J'ai appris une langue."})
        stories.consent(story, {"take_part": True, "ask_again": again}, email="a@valmont.example")
        stories.send(story)
    (kept,) = Contact.objects.all()
    (willing,) = [one for one in campaign.stories.all() if one.consents()["ask_again"]]
    assert kept.story_id == willing.public_id


def test_the_eight_kinds_of_partners_that_the_text_names_have_no_word() -> None:
    named = {"culture", "association", "firm", "university", "health", "artists", "incubator", "school"}
    assert named <= set(KINDS) and all(KINDS[kind]["fr"] and KINDS[kind]["en"] for kind in named)


def test_a_strand_shows_actors_of_another(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    for name, strands in (("Secours", ["emergency"]), ("Deux volets", ["emergency", "solidarity"]), ("Aucun", [])):
        Actor.objects.create(observatory=valmont, name=name, strands=strands)
    page = visitor(person(valmont, "contributor")).get(f"{HERE}acteurs/?volet=emergency").content.decode()
    assert "Secours" in page and "Deux volets" in page and "Aucun" not in page.partition("<tbody>")[2]
    assert "2 acteurs" in plain(page)
