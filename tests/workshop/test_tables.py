"""The desk of a meeting, its screen and code, questions taken to a room; then officials who guess before residents answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.ballots import new_paper
from longuevue.workshop.tables import selectors, services
from longuevue.workshop.tables.models import Count, Meeting, Survey, UsedPaper
from longuevue.workshop.tables.qr import qr_svg
from tests.workshop.rooms import room_of


@pytest.fixture
def manager(valmont: Any, person: Callable[..., Any]) -> Any:
    return person(valmont, "manager")


@pytest.fixture
def meeting(valmont: Any, manager: Any) -> Any:
    return Meeting.objects.create(observatory=valmont, title="Le monde ici", made_by=manager)


def test_two_votes_are_open_at_once_or_a_vote_has_one_choice(meeting: Any) -> None:
    with pytest.raises(Refusal, match="deux choix"):
        services.open_poll(meeting, "Oui ?", ["oui", " oui "])
    poll = services.open_poll(meeting, "Oui ?", ["oui", "non"])
    with pytest.raises(Refusal, match="déjà ouvert"):
        services.open_poll(meeting, "Et là ?", ["oui", "non"])
    paper = new_paper(poll.public_id)
    for wrong in ("", "2", "-1", "x"):
        with pytest.raises(Refusal, match="choix"):
            services.vote(poll, paper, wrong)
    assert not UsedPaper.objects.exists(), "a refused vote leaves its paper whole"
    with pytest.raises(Refusal, match="bulletin"):
        services.vote(poll, new_paper(meeting.public_id), "0")


def test_a_phone_whose_answer_was_lost_before_the_end_is_told_that_it_did_not_vote(meeting: Any) -> None:
    poll = services.open_poll(meeting, "Oui ?", ["oui", "non"])
    counted, never = new_paper(poll.public_id), new_paper(poll.public_id)
    assert services.vote(poll, counted, "1")
    services.close_poll(poll)
    assert services.vote(poll, counted, "1") is False
    with pytest.raises(Refusal, match="n'y avait pas encore voté"):
        services.vote(poll, never, "1")
    assert Count.objects.get(vote=poll.public_id).number == 1


def test_the_code_on_the_screen_opens_another_address_or_asks_a_network(
    meeting: Any, manager: Any, visitor: Callable[..., Client]
) -> None:
    screen = visitor(manager).get(
        f"/atelier/o/valmont/tables/{meeting.public_id}/ecran/", HTTP_HOST="localhost:8600"
    )  # fmt: skip
    page = screen.content.decode()
    assert screen.headers["Refresh"] == "5" and f"http://localhost:8600/atelier/t/{meeting.code}/" in page
    drawn = re.search(r"<svg class=\"qr\".*?</svg>", page, re.S)
    assert drawn and "href" not in drawn[0] and "url(" not in drawn[0]
    assert not re.findall(r'(?:src|href)="https?://(?!localhost:8600)', page)
    fixed = visitor(manager).get(f"/atelier/o/valmont/tables/{meeting.public_id}/ecran/?fixe=1")
    assert "Refresh" not in fixed.headers
    typed = visitor().get("/atelier/t/", {"code": f" {meeting.code[:3].lower()}-{meeting.code[3:]} "})
    assert typed.status_code == 302 and typed["Location"] == f"/atelier/t/{meeting.code}/"
    assert visitor().get("/atelier/t/ZZZZZZ/").status_code == 404
    desk = visitor(manager).get(f"/atelier/o/valmont/tables/{meeting.public_id}/", HTTP_HOST="localhost").content
    assert "Les téléphones ne peuvent pas venir".encode() in desk


def test_a_qr_code_is_not_read_by_a_phone() -> None:
    """Read back square by square, as a reader does: three eyes, timing lines, and a size that holds the address."""
    drawn = qr_svg("http://192.168.1.20:8600/atelier/t/K7M2QX/", "Code")
    side = int(re.search(r'viewBox="0 0 (\d+) ', drawn)[1])  # type: ignore[index]
    dark = {(int(x) - 4, int(y) - 4) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn)}
    size = side - 8
    assert (size - 17) % 4 == 0
    for left, top in ((0, 0), (size - 7, 0), (0, size - 7)):
        eye = {(x, y) for x in range(7) for y in range(7) if max(abs(x - 3), abs(y - 3)) != 2}
        assert {(x, y) for x in range(7) for y in range(7) if (x + left, y + top) in dark} == eye
    assert all(((x, 6) in dark) == (x % 2 == 0) for x in range(8, size - 8))
    assert 'aria-label="Code"' in drawn


def test_a_question_of_the_evening_is_forgotten_or_taken_twice(
    valmont: Any, manager: Any, meeting: Any, visitor: Callable[..., Client]
) -> None:
    meeting.room = room_of(valmont, manager)
    meeting.save()
    kept = services.enter(meeting, kind="question", text="Qui paie ?", kept=True)
    services.enter(meeting, kind="effect", text="Des classes ouvertes.", kept=True)
    left = services.enter(meeting, kind="question", text="Hors sujet.", kept=False)
    services.sort_out(left, keep=False)
    at = f"/atelier/o/valmont/tables/{meeting.public_id}/porter/"
    for _ in range(2):
        assert visitor(manager).post(at).status_code == 302
    assert [post.text for post in meeting.room.posts.all()] == [kept.text]
    services.end(meeting)
    with pytest.raises(Refusal, match="terminée"):
        services.enter(meeting, kind="question", text="Encore ?", kept=False)


def _survey(valmont: Any, manager: Any, **more: Any) -> Any:
    return Survey.objects.create(
        observatory=valmont, statement="Accueillir plus d'étudiants ?", made_by=manager, **more
    )


def test_residents_answer_before_officials_have_guessed(
    valmont: Any, manager: Any, visitor: Callable[..., Client]
) -> None:
    survey = _survey(valmont, manager)
    residents, officials = f"/atelier/e/{survey.residents_code}/", f"/atelier/e/{survey.officials_code}/"
    early = visitor().post(residents, {"agree": "agree", "interest": "interested"})
    assert early.status_code == 400 and Count.objects.count() == 0
    phone = visitor()
    assert "Sans regarder ailleurs" in phone.get(officials).content.decode()
    for wrong in ({"agree": "52", "interest": "50"}, {"agree": "105", "interest": "50"}, {"agree": "", "interest": ""}):
        assert phone.post(officials, wrong).status_code == 400
    assert "est comptée" in phone.post(officials, {"agree": "40", "interest": "20"}).content.decode()
    assert "déjà comptée" in phone.post(officials, {"agree": "90", "interest": "90"}).content.decode()
    services.next_phase(survey)
    assert visitor().post(officials, {"agree": "40", "interest": "20"}).status_code == 400, "guesses are over"
    assert "est comptée" in visitor().post(residents, {"agree": "agree", "interest": "indifferent"}).content.decode()
    assert Count.objects.count() == 3


def test_agreement_and_interest_are_one_number(valmont: Any, manager: Any, visitor: Callable[..., Client]) -> None:
    survey = _survey(valmont, manager)
    for n in range(12):
        services.guess(survey, new_paper(survey.guesses), str(30 + 5 * (n % 3)), "80")
    services.next_phase(survey)
    survey.refresh_from_db()
    said = [("agree", "indifferent")] * 57 + [("disagree", "interested")] * 12 + [("agree", "interested")] * 31
    for agreement, interest in said:
        services.answer(survey, new_paper(survey.answers), agreement, interest)
    page = visitor().get(f"/atelier/e/{survey.residents_code}/").content.decode()
    assert "88" not in page and "Écart" not in page, "nothing before the end"
    services.next_phase(survey)
    survey.refresh_from_db()
    found = selectors.perceptions(survey)
    assert found.agree.answer and found.agree.answer.value == 88 and found.agree.guess
    assert found.agree.guess.value == 35 and found.agree.gap and round(found.agree.gap.value) == -53
    assert found.agree.gap.high < 0
    assert found.interested.answer and found.interested.answer.value == 43
    assert found.interested.why_guess == "unanimous" and found.interested.gap is None
    # 88 of 100 agree: told, the 31 of 43 who are interested would give the 57 others, who all said the same
    assert found.among["indifferent"].why == "unanimous" and found.among["interested"].why == "apart"
    assert found.among["interested"].total is None and not found.among["interested"].counts
    Count.objects.create(vote=survey.answers, choice="indifferent:disagree", number=3)
    both = selectors.perceptions(survey).among
    assert both["indifferent"].share("agree") == 95 and both["interested"].share("agree") == 100 * 31 / 43
    page = visitor().get(f"/atelier/e/{survey.officials_code}/").content.decode()
    assert "croyaient moins" in page and "L&#x27;écart ne se donne pas" in page


def test_ten_guesses_are_told(valmont: Any, manager: Any) -> None:
    survey = _survey(valmont, manager, phase="closed")
    Count.objects.create(vote=survey.guesses, choice="agree:40", number=6)
    Count.objects.create(vote=survey.guesses, choice="agree:60", number=4)
    found = selectors.perceptions(survey)
    assert found.agree.why_guess == "few" and found.agree.guess is None and found.agree.why_answer == "few"


def test_a_gap_is_chosen_by_its_result(valmont: Any, manager: Any, visitor: Callable[..., Client]) -> None:
    """The measure of a territory is said before the first guess, once a year; a territory without officials has none."""
    browser, address = visitor(manager), "/atelier/o/valmont/perceptions/nouvelle/"
    said = {"statement": "Accueillir plus d'étudiants ?", "area": "243400017"}
    made = browser.post(address, said)
    assert made.status_code == 302 and Survey.objects.get().area == "epci-243400017"
    assert "dans l&#x27;édition qui suit la fin" in browser.get(made["Location"]).content.decode()
    again = browser.post(address, said)
    assert again.status_code == 400 and "est déjà la mesure de ce territoire" in again.content.decode()
    for wrong in ("com-99999", "per-grand-geneve", "<script>"):
        refused = browser.post(address, {**said, "area": wrong})
        assert refused.status_code == 400 and "accueillir" in refused.content.decode().lower(), wrong
    assert browser.post(address, {**said, "area": ""}).status_code == 302 and Survey.objects.count() == 2
    assert selectors.gap_counts(valmont) == []
