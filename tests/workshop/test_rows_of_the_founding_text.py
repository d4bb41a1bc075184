"""Rows of the founding text that no other test of the workshop plays from end to end: the marker of surprise (S23), a marker walked
back to the testimonies it comes from (S25), the mirror held by outsiders (S27), claims with their other side (S61). Played in Valmont; people are invented."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory


@pytest.fixture
def told(valmont: Any, person: Callable[..., Any]) -> Callable[..., Any]:
    """`told("seen_from_outside", expected="no")`: a story that was approved and is public."""
    from longuevue.workshop.testimonies import services
    from longuevue.workshop.testimonies.models import Campaign

    campaign = Campaign.objects.create(
        observatory=valmont, question="Que voyez-vous d'ici ?", population="nouveaux", closes=dt.date(2099, 1, 1)
    )
    moderator = person(valmont, "moderator")

    def make(kind: str, number: int = 0, expected: str = "no") -> Any:
        story, _ = services.begin(campaign)
        story.kind, story.quote = kind, "anonymous"
        story.save()
        lost = {"lost": "les anciens"} if number % 2 else {}
        services.keep(story, {"what": f"La solidarité s'arrête à 18 heures ({number}).", "expected": expected, **lost})
        services.consent(story, {"take_part": True, "publish": True})
        services.send(story)
        return services.decide(story, approve=True, reveals=False, reason="", by=moderator)

    return make


def test_surprise_is_counted_before_enough_people_answered(valmont: Any, told: Callable[..., Any]) -> None:
    """S23: « vous attendiez-vous à cette question ? », told once five said yes and five did not."""
    from longuevue.config.voices import counted
    from longuevue.workshop.testimonies.selectors import counts

    for number in range(9):
        told("came", number, "yes" if number < 4 else "no")
    assert "expected" not in (counted(counts(valmont), 9) or {}), "four said yes: each would be known"
    told("came", 9, "yes")
    assert (counted(counts(valmont), 10) or {})["expected"] == {"yes": 5, "asked": 10}


def test_an_outsider_s_mirror_is_mixed_with_the_rest_or_not_translated(valmont: Any, told: Callable[..., Any]) -> None:
    """S27: those who see the place from outside are read apart, in both languages."""
    from longuevue.config.voices import released
    from longuevue.portal import voices as shown
    from longuevue.workshop.press.voices import voices

    for number in range(5):
        told("seen_from_outside", number)
        told("came", number)
    stories = released(voices(valmont))
    for lang, outside in (("fr", "Je vois ce territoire de l'extérieur"), ("en", "I see this place from outside")):
        visit = _Visit(lang)
        page = shown._shown(visit, json.loads(json.dumps(stories)), figure=False)  # type: ignore[arg-type]
        kinds = {kind["name"].replace("\u2019", "'"): [one["id"] for one in kind["stories"]] for kind in page["kinds"]}
        assert len(kinds) == 2 and len(kinds[outside]) == 5


#: what is said against, and what is said for (founding text, l. 598-618), of one thing
CLAIMS = (
    ("Les locations à la nuit font monter les loyers.", "Deux cents ménages complètent ainsi leur revenu."),
    ("L'usine est partie à l'étranger.", "Six groupes étrangers emploient ici neuf cents personnes."),
    ("Les produits importés prennent la place des nôtres.", "Un tiers de nos ventes part à l'étranger."),
    ("La règle européenne retarde nos chantiers.", "Le tramway a reçu douze millions d'euros de l'Europe."),
)


@pytest.mark.parametrize("against_first", [True, False])
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_leaves_without_its_other_side_looked_for(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Any], claim: tuple[str, str], against_first: bool
) -> None:
    """S61, and its mirror: a claim against alone, and one for alone, are the same case. An argument answers no evidence: there is a
    fact on each side, or it is written where one was looked for, in the room, in the record, on paper and in what is pressed."""
    from longuevue.terms.refusal import Refusal
    from longuevue.workshop.debate import services
    from longuevue.workshop.debate.paper import record_as_pdf
    from longuevue.workshop.debate.telling import told_rooms
    from longuevue.workshop.moderation import services as moderation
    from tests.workshop.rooms import SIDES, post_in, room_of

    manager = person(valmont, "manager")
    room = room_of(valmont, manager)
    at, side = f"/atelier/debat/{room.public_id}/", int(against_first)
    said, other = claim if against_first else claim[::-1]
    post_in(room, "fact", said, manager, side=side)
    post_in(room, "argument", "On le dit partout.", manager, side=1 - side)
    page = visitor().get(at).content.decode()
    assert "Personne n&#x27;a encore dit" in page
    with pytest.raises(Refusal, match=SIDES[1 - side]):
        services.make_record(room, by=manager)
    where = "Registre de Valmont et deux associations"
    services.seek(room, side=1 - side, where=where, by=manager)
    alone = services.make_record(room, by=manager)
    moderation.approve(valmont, "room_record", [alone.public_id], by=manager)
    (told,) = told_rooms(valmont)
    assert told["sought"] == [{"side": 1 - side, "where": where}]
    assert where in visitor().get(at).content.decode() and where in visitor().get(f"{at}compte-rendu/").content.decode()
    post_in(room, "fact", other, manager, side=1 - side)
    both = services.make_record(room, by=manager)
    lines = {s["side"]: [one["text"] for one in s["lines"]] for s in both.sections if s["kind"] == "fact"}
    assert lines == {side: [said], 1 - side: [other]}
    assert record_as_pdf(both).startswith(b"%PDF")


class _Visit:
    """As much of a visit as the page of stories asks."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.request = RequestFactory().get("/")
        self.library = type("L", (), {"edition": type("E", (), {"voices_counted": staticmethod(dict)}), "markers": {}})

    def text(self, texts: dict[str, str]) -> str:
        return texts.get(self.lang, "")

    def say(self, key: str, **_: Any) -> str:
        return key


def test_a_marker_forgets_the_testimonies_it_comes_from(
    valmont: Any, told: Callable[..., Any], person: Callable[..., Any]
) -> None:
    """S25: from the proposal of a marker to the code, the round, the texts and their stories; one that is taken back leaves the chain."""
    from longuevue.workshop.coding import selectors
    from longuevue.workshop.coding.models import Answer, Code, Codebook, Coder, Round, Unit, Version
    from longuevue.workshop.testimonies import services

    stories = [told("came", number) for number in range(4)]
    version = Version.objects.create(codebook=Codebook.objects.create(observatory=valmont, title="Récits"))
    code = Code.objects.create(version=version, label="Horaires")
    turn = Round.objects.create(observatory=valmont, title="Premier", kind="codes", version=version)
    coders = [
        Coder.objects.create(
            round=turn, user=person(valmont, "moderator"), name="c", finished_at=dt.datetime.now(dt.UTC)
        )
        for _ in range(2)
    ]
    for number, story in enumerate(stories, 1):
        unit = Unit.objects.create(round=turn, number=number, story_id=story.public_id, question="what")
        for coder in coders:
            Answer.objects.create(unit=unit, coder=coder, variable=str(code.guid), value="1")
    assert {one.story_id for one in selectors.units_with(turn, code.guid)} == {one.public_id for one in stories}
    services.withdraw(stories[0])
    left = selectors.units_with(turn, code.guid)
    assert {one.story_id for one in left} == {one.public_id for one in stories[1:]}
    assert all("18 heures" in selectors.words_of(one) for one in left)
