"""Coding: nobody sees another's answers, agreement is measured, disagreement stays, only what is agreed to leaves, a code becomes a marker."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from longuevue.discourse.judge.lexicon import DIRECTIONS, THEMES
from longuevue.discourse.measure.coding import from_csv
from longuevue.markers.marker import read_marker
from longuevue.terms.refusal import Refusal
from longuevue.workshop.coding import exchange, markers, selectors, services
from longuevue.workshop.coding.models import Answer, Code, Codebook, Proposal, Round
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.reasoning.meter_sheet import ANSWERS, read_sheet
from longuevue.workshop.reasoning.refi import Project, read_project
from longuevue.workshop.testimonies.models import Campaign, Consent, Status, Story
from longuevue.workshop.testimonies.services import withdraw

TODAY = dt.date(2026, 12, 1)
#: story → (its words, quoted how, handed to researchers)
TOLD = {
    "langue": ("J'apprends le mandarin à l'école 🏔️, en cours du soir.", "anonymous", True),
    "fête": ("La fête des deux rives réunit les quartiers.", "name", True),
    "travail": ("Je travaille de l'autre côté, ma fille parle deux langues.", "aggregate", True),
    "voisins": ("Mes voisins m'ont appris leur langue.", "anonymous", False),
    "cantine": ("À la cantine on apprend à dire bonjour en dix langues.", "role", True),
}


@pytest.fixture
def turn(valmont: Any, person: Callable[..., Any]) -> dict[str, Any]:
    """Five stories, a book of two codes, two coders."""
    campaign = Campaign.objects.create(
        observatory=valmont, question="Qu'avez-vous vu changer ?", population="tous", closes="2099-01-01"
    )
    stories = {}
    for name, (words, quote, researchers) in TOLD.items():
        story = Story(campaign=campaign, status=Status.APPROVED, kind="came", quote=quote)
        story.save()
        story.seal(
            {
                "what": words,
                "name": "Zoé Martin" if quote == "name" else "",
                "role": "cantinière" if quote == "role" else "",
            }
        )
        story.save()
        for purpose, given in {"take_part": True, "publish": True, "researchers": researchers}.items():
            Consent.objects.create(story=story, purpose=purpose, given=given)
        stories[name] = story
    book = services.make_codebook(valmont, Codebook(title="Récits de Valmont", question="Ce qui change"))
    language = services.save_code(
        book,
        Code(
            label="Langue", definition="On parle, on apprend une langue. Émoji 🗣️", exclude="Les langages informatiques"
        ),
    )
    services.save_code(book, Code(label="Apprise", parent=language, definition="Elle s'apprend", colour="#a1b2c3"))
    coders = [person(valmont, "moderator"), person(valmont, "manager")]
    one = services.open_round(
        valmont, Round(title="Premier tour", kind="codes", version=selectors.version(book)), coders, campaign=campaign
    )
    return {"round": one, "book": book, "coders": coders, "stories": stories, "campaign": campaign}


def code_all(turn: dict[str, Any]) -> dict[str, str]:
    """Both coders code every text; they differ on « apprise » for one."""
    one = turn["round"]
    variables = {label: guid for guid, label in selectors.variables(one).items()}
    for index, person in enumerate(turn["coders"]):
        coder = selectors.coder_of(one, person)
        for unit in selectors.units_of(one):
            text = selectors.words_of(unit)
            learnt = "appr" in text and not (index and "bonjour" in text)
            services.answer(
                one,
                unit,
                coder,
                {
                    variables["Langue"]: str(int("langue" in text or "mandarin" in text)),
                    variables["Apprise"]: str(int(learnt)),
                },
            )
        services.finish(one, coder)
    return variables


def test_a_coder_sees_the_answers_of_the_other(
    valmont: Any, turn: dict[str, Any], visitor: Callable[..., Client]
) -> None:
    one, (first, second) = turn["round"], turn["coders"]
    here = f"/atelier/o/valmont/codage/tours/{one.public_id}/"
    ours, theirs = visitor(first), visitor(second)
    guid = next(iter(selectors.variables(one)))
    assert ours.post(f"{here}coder/1/", {"codes": [guid]}).status_code == 302
    page = theirs.get(f"{here}coder/1/").content.decode()
    assert "mandarin" in page or "langue" in page or "rives" in page or "cantine" in page
    assert "checked" not in page and "checked" in ours.get(f"{here}coder/1/").content.decode()
    for browser in (ours, theirs):
        told = browser.get(here).content.decode()
        assert "cachées aux autres" in told and "Accord entre codeurs" not in told
        assert (
            browser.get(f"{here}fichier/").status_code == 400 and browser.get(f"{here}trancher/1/").status_code == 400
        )
    with pytest.raises(Refusal, match="Tous n'ont pas terminé"):
        selectors.disagreements(one)
    assert theirs.post(f"{here}fini/").status_code == 400  # nothing coded yet


def test_somebody_who_may_not_read_stories_codes_them(
    valmont: Any, turn: dict[str, Any], person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    contributor = person(valmont, "contributor")
    with pytest.raises(Refusal, match="ne peut pas lire"):
        services.open_round(
            valmont,
            Round(title="x", kind="codes", version=turn["round"].version),
            [*turn["coders"], contributor],
            campaign=turn["campaign"],
        )
    with pytest.raises(Refusal, match="deux personnes"):
        services.open_round(
            valmont,
            Round(title="x", kind="codes", version=turn["round"].version),
            turn["coders"][:1],
            campaign=turn["campaign"],
        )
    page = f"/atelier/o/valmont/codage/tours/{turn['round'].public_id}/coder/1/"
    assert visitor(contributor).get(page).status_code == 403
    assert visitor(person(valmont, "moderator")).get(page).status_code == 403  # not one of its coders


def test_agreement_is_shown_and_disagreement_stays_once_settled(
    valmont: Any, turn: dict[str, Any], visitor: Callable[..., Client]
) -> None:
    variables, one = code_all(turn), turn["round"]
    found = {a.name: a.found for a in selectors.agreements(one)}
    # by hand: pairs 11 11 00 00 10; five of each answer; 1 - (2/10) / (2 × 5 × 5 / 90)
    assert found["Apprise"].alpha == pytest.approx(0.64) and found["Apprise"].raw == 0.8
    assert found["Langue"].alpha == 1.0 and found["Tous les codes ensemble"].units == 10
    assert found["Apprise"].low is not None and found["Apprise"].low < found["Apprise"].alpha < found["Apprise"].high
    (only,) = selectors.disagreements(one)
    assert only.name == "Apprise" and only.ruling is None
    browser = visitor(turn["coders"][1])
    here = f"/atelier/o/valmont/codage/tours/{one.public_id}/"
    page = re.sub(r"\s", " ", browser.get(here).content.decode())
    assert "Fourchette à 95 %" in page and "Désaccords : 1, dont 1 à trancher" in page and "0,640" in page
    at = f"{here}trancher/{only.unit.number}/"
    assert browser.post(at, {"variable": variables["Apprise"], "value": "1", "reason": ""}).status_code == 400
    assert (
        browser.post(at, {"variable": variables["Apprise"], "value": "1", "reason": "« apprend » y est"}).status_code
        == 200
    )
    (still,) = selectors.disagreements(one)
    assert still.ruling is not None and {value for _, value in still.said} == {"mis", "pas mis"}
    assert {a.name: a.found for a in selectors.agreements(one)}[
        "Apprise"
    ].raw == 0.8  # worked out on what was said, not on what was settled
    assert browser.post(at, {"variable": variables["Apprise"], "value": "0", "reason": "encore"}).status_code == 400
    coder = selectors.coder_of(one, turn["coders"][0])
    with pytest.raises(Refusal, match="ne changent plus"):
        services.answer(one, only.unit, coder, {variables["Apprise"]: "0"})


def test_a_used_version_changes(valmont: Any, turn: dict[str, Any]) -> None:
    book = turn["book"]
    with pytest.raises(Refusal, match="ne change plus"):
        services.save_code(book, Code(label="Fête"))
    with pytest.raises(Refusal, match="pourquoi"):
        services.new_version(book, " ")
    now = services.new_version(book, "Une fête n'est pas une langue.")
    services.save_code(book, Code(label="Fête"))
    child = now.codes.get(label="Apprise")
    assert (
        now.number == 2
        and child.parent.version == now
        and child.guid == turn["round"].version.codes.get(label="Apprise").guid
    )
    assert turn["round"].version.codes.count() == 2 and now.codes.count() == 3
    assert selectors.changes(book)[0]["added"] == ["Fête"] and selectors.changes(book)[0]["gone"] == []
    parent = now.codes.get(label="Langue")
    parent.parent = child
    with pytest.raises(Refusal, match="sous lui-même"):
        services.save_code(book, parent)


def test_words_leave_without_their_authors_consent(valmont: Any, turn: dict[str, Any]) -> None:
    code_all(turn)
    content = exchange.project_out(turn["round"])
    project = read_project(content)
    texts = {source.text for source in project.sources}
    assert texts == {
        TOLD[name][0] for name in ("langue", "fête", "cantine")
    }  # neither aggregate, nor without researchers
    assert {source.name for source in project.sources if source.name in ("Zoé Martin", "cantinière")} == {
        "Zoé Martin",
        "cantinière",
    }
    raw = str(project)
    assert not [person for person in turn["coders"] if str(person) in raw or person.email in raw]
    assert not [story for story in turn["stories"].values() if str(story.public_id) in raw]
    told = next(s for s in project.sources if "🏔️" in s.text)
    assert {told.text[one.start : one.end] for one in told.selections} == {TOLD["langue"][0]}
    assert [len(one.codings) for one in told.selections] == [2, 2], "two codes of each of two coders"
    withdraw(turn["stories"]["langue"])
    assert TOLD["langue"][0] not in {s.text for s in read_project(exchange.project_out(turn["round"])).sources}
    assert len(selectors.units_of(turn["round"])) == 4
    turn["stories"]["cantine"].reveals = True
    turn["stories"]["cantine"].save()
    assert {s.text for s in read_project(exchange.project_out(turn["round"])).sources} == {TOLD["fête"][0]}


def test_a_project_comes_back_with_other_codes_or_another_agreement(
    valmont: Any, elsewhere: Any, turn: dict[str, Any]
) -> None:
    code_all(turn)
    content = exchange.project_out(turn["round"])
    again = exchange.project_in(elsewhere, content)
    before, after = read_project(content), read_project(exchange.project_out(again))
    assert after.codes == before.codes and after.users == before.users and after.name == before.name
    assert sorted(s.text for s in after.sources) == sorted(s.text for s in before.sources)
    assert _pairs(after) == _pairs(before)
    assert again.closed and {a.name: a.found.raw for a in selectors.agreements(again)}["Langue"] == 1.0
    assert (
        exchange.codebook_in(elsewhere, exchange.refi.write_codebook(before.codes), title="x")
        .versions.get()
        .codes.count()
        == 2
    )


def _pairs(project: Project) -> list[tuple[str, str, str]]:
    """What was said, of which words, by whom."""
    return sorted(
        (s.text[x.start : x.end], c.code, c.user) for s in project.sources for x in s.selections for c in x.codings
    )


def test_a_code_becomes_a_marker_without_a_vote(
    valmont: Any, turn: dict[str, Any], person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    variables, one = code_all(turn), turn["round"]
    assert [(row["label"], row["seen"], row["out_of"]) for row in selectors.frequencies(one)] == [
        ("Langue", 4, 5),
        ("Apprise", 2, 5),
    ]

    def draft(label: str, **more: Any) -> Proposal:
        said = {
            "question": "Combien d'habitants apprennent une langue ici ?",
            "why": "On en parle souvent.",
            "closes": TODAY + dt.timedelta(days=7),
        }
        return Proposal(
            guid=variables[label], label="Langues apprises", field="languages-food-lifestyles", **(said | more)
        )

    with pytest.raises(Refusal, match="moins de 3"):
        markers.propose(one, draft("Apprise"), by=turn["coders"][0], today=TODAY)
    with pytest.raises(Refusal, match="origine"):
        markers.propose(
            one, draft("Langue", why="Trop de Marocains, on se plaint du bruit."), by=turn["coders"][0], today=TODAY
        )
    made = markers.propose(one, draft("Langue"), by=turn["coders"][0], today=TODAY)
    members = [*turn["coders"], person(valmont, "contributor")]
    markers.vote(made, "yes", by=members[0], today=TODAY)
    markers.vote(made, "no", by=members[0], today=TODAY)
    with pytest.raises(Refusal, match="ouvert jusqu"):
        markers.close(made, today=TODAY)
    path = folder_of(valmont) / "markers" / "local-langues-apprises.yaml"
    for voter, choice in zip(members, ("yes", "yes", "abstain"), strict=True):
        markers.vote(made, choice, by=voter, today=TODAY)
    assert not path.exists()
    assert markers.close(made, today=TODAY).outcome == "adopted"
    marker = read_marker(path)
    assert (
        marker.question.fr.startswith("Combien d'habitants")
        and "4 textes sur 5" in marker.why.fr
        and marker.absence.reason == "never_looked_for"
    )
    head = path.read_text(encoding="utf-8").splitlines()[0]
    assert (
        "Premier tour" in head
        and "« Langue » du livre « Récits de Valmont », version 1" in head.replace("\u00a0", " ")
        and "2 pour, 0 contre" in head
    )
    with pytest.raises(Refusal, match="terminé"):
        markers.vote(made, "no", by=members[1], today=TODAY)
    page = visitor(turn["coders"][0]).get(f"/atelier/o/valmont/codage/propositions/{made.public_id}/").content.decode()
    assert "son récit" in page and str(turn["stories"]["langue"].public_id) in page
    assert (
        str(turn["stories"]["langue"].public_id)
        not in visitor(members[2]).get(f"/atelier/o/valmont/codage/propositions/{made.public_id}/").content.decode()
    )


def test_a_vote_of_few_adopts(valmont: Any, turn: dict[str, Any], person: Callable[..., Any]) -> None:
    variables = code_all(turn)
    for _ in range(3):
        person(valmont, "contributor")
    late = TODAY + dt.timedelta(days=30)
    said = {
        "question": "Combien ?",
        "why": "Souvent dit.",
        "label": "Langues",
        "field": "education",
        "closes": TODAY + dt.timedelta(days=7),
    }
    made = markers.propose(turn["round"], Proposal(guid=variables["Langue"], **said), by=turn["coders"][0], today=TODAY)
    markers.vote(made, "yes", by=turn["coders"][0], today=TODAY)
    assert markers.close(made, today=late).outcome == "rejected"  # one vote of five
    assert not (folder_of(valmont) / "markers" / "local-langues.yaml").exists()


SHEET = (
    "id,text,document,page,draw,international,theme,direction,ambiguous\n"
    "u1,Le conseil accueille une délégation de Port-Vieux.,d.pdf,3,1,,,,\n"
    "u2,La voirie est refaite.,d.pdf,4,2,,,,\n"
    'u3,"\'=Jumelage, éàç 🏔️",d.pdf,4,3,,,,\n'
)


def test_the_meters_sheet_goes_back_with_what_both_said_or_what_was_settled(
    valmont: Any, turn: dict[str, Any], person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    people = [person(valmont, "contributor"), turn["coders"][0]]
    manager = visitor(turn["coders"][1])
    said = {
        "title": "Conseil de novembre",
        "coders": [p.pk for p in people],
        "sheet": SimpleUploadedFile("a.csv", SHEET.encode()),
    }
    answer = manager.post("/atelier/o/valmont/codage/tours/nouveau/", said)
    assert answer.status_code == 302
    one = selectors.rounds(valmont).get(kind="meter")
    here = f"/atelier/o/valmont/codage/tours/{one.public_id}/"
    codes = [
        [("1", "cooperation", "in"), ("0", "none", "none"), ("1", "culture", "out")],
        [("1", "cooperation", "in"), ("0", "none", "none"), ("1", "cooperation", "out")],
    ]
    for person_, rows in zip(people, codes, strict=True):
        browser = visitor(person_)
        assert "international" in browser.get(f"{here}coder/1/").content.decode()
        for number, (international, theme, direction) in enumerate(rows, 1):
            sent = {"international": international, "theme": theme, "direction": direction, "ambiguous": "0"}
            assert browser.post(f"{here}coder/{number}/", sent).status_code == 302
        assert browser.post(f"{here}fini/").status_code == 302
    before = manager.get(f"{here}fichier/").content
    assert [row.id for row in from_csv(before)] == ["u1", "u2"]  # u3 is still open: it goes back blank, not guessed
    assert (
        manager.post(
            f"{here}trancher/3/", {"variable": "theme", "value": "cooperation", "reason": "un jumelage"}
        ).status_code
        == 200
    )
    rows = from_csv(manager.get(f"{here}fichier/").content)
    assert [(r.id, r.international, r.theme, r.direction, r.ambiguous) for r in rows] == [
        ("u1", True, "cooperation", "in", False), ("u2", False, "none", "none", False), ("u3", True, "cooperation", "out", False),
    ]  # fmt: skip
    assert {a.name: a.found.raw for a in selectors.agreements(one)}["Thème principal"] == pytest.approx(2 / 3)


def test_the_screen_and_the_meter_ask_other_questions() -> None:
    assert set(ANSWERS["theme"]) == {"none", *THEMES} and set(ANSWERS["direction"]) == set(DIRECTIONS)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"a,b\n1,2\n", "colonne id"),
        (b"id,text\n", "aucune unit"),
        (b"id,text\nu1,\n", "pas de texte"),
        (b"id,text\nu1,a\nu1,b\n", "deux fois"),
    ],
)
def test_a_broken_sheet_opens_a_round(content: bytes, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        read_sheet(content)


def test_an_answer_out_of_the_list_is_kept(valmont: Any, turn: dict[str, Any]) -> None:
    one = turn["round"]
    coder, unit = selectors.coder_of(one, turn["coders"][0]), selectors.unit(one, 1)
    for said in ({"nothing": "1"}, {next(iter(selectors.variables(one))): "peut-être"}):
        with pytest.raises(Refusal, match="n'est pas une réponse"):
            services.answer(one, unit, coder, said)
    assert not Answer.objects.filter(unit=unit).exists()
