"""A room from its opening to its record: what is frozen, what waits, what leaves a stone, how long an answer took, and that the
record keeps both sides and nothing that nobody wrote."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from longuevue.terms.refusal import Refusal
from longuevue.workshop.debate import selectors, services
from longuevue.workshop.debate.models import Room
from longuevue.workshop.debate.paper import record_as_pdf
from longuevue.workshop.debate.showing import record_context
from longuevue.workshop.effects.models import Effect
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.moderation.models import Act
from longuevue.workshop.reasoning.record import Post, compose
from tests.workshop.rooms import opened_room, post_in, publish, remove, room_of

MONTPELLIER = "epci-243400017"


@pytest.fixture
def manager(valmont: Any, person: Callable[..., Any]) -> Any:
    return person(valmont, "manager")


@pytest.fixture
def portal(valmont: Any, starter_home: Path) -> Iterator[Any]:
    """Valmont as the observatory whose portal is served, on the starter edition."""
    valmont.folder = ""
    valmont.save()
    editions = Path(settings.LONGUEVUE_FOLDER) / "editions"
    editions.symlink_to(starter_home / "demo" / "editions", target_is_directory=True)
    yield valmont
    editions.unlink()


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, (response.status_code, response.content[:600])
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def asked_from(visit: Client, **more: str) -> Any:
    said = {"question": "Qui vient étudier ici, et qui s'en occupe ?", "origin": "residents", **more}
    return visit.post(f"/atelier/debat/chiffre/?marqueur=international-students-share&territoire={MONTPELLIER}", said)


def test_a_figure_that_changes_does_not_change_the_room_that_was_opened_on_it(
    portal: Any, manager: Any, visitor: Callable[..., Client], starter: Any
) -> None:
    page = visitor(manager).get(
        f"/atelier/debat/chiffre/?marqueur=international-students-share&territoire={MONTPELLIER}"
    )
    assert "Ouvrir la salle" in text(page)
    made = asked_from(
        visitor(manager), sides="Pour la ville\nPour les étudiants", answer_days="30", clusters_from="100"
    )
    assert made.status_code == 302
    room = Room.objects.get()
    reading = starter.reading("international-students-share", MONTPELLIER)
    for kept in ("address", "source", "time_period", "unit", "status", "value", "edition", "licence", "vintage"):
        assert room.frozen[kept] == reading[kept], kept
    shown = text(visitor().get(made["Location"]))
    assert reading["address"] in shown and room.frozen["value_text"]["fr"].replace("\u202f", " ") in shown
    Room.objects.update(frozen={**room.frozen, "value_text": {"fr": "99 %", "en": "99%"}})
    assert visitor().get(made["Location"]).status_code == 410, "a figure touched since waits to be read again"


def test_a_room_that_a_resident_asks_for_is_public_before_anyone_read_it(
    portal: Any, manager: Any, visitor: Callable[..., Client]
) -> None:
    assert "demande est arrivée" in text(asked_from(visitor()))
    room = Room.objects.get()
    assert visitor().get(f"/atelier/debat/{room.public_id}/").status_code == 404
    assert moderation.approve(portal, "room", [room.public_id], by=manager).done == 1
    assert "posée par" in text(visitor().get(f"/atelier/debat/{room.public_id}/"))
    refused = asked_from(visitor(), question="Écrivez-moi : jean@exemple.fr")
    assert refused.status_code == 200
    outcome = moderation.approve(
        portal, "room", [r.public_id for r in Room.objects.exclude(pk=room.pk)], by=manager
    )  # fmt: skip
    assert outcome.done == 0 and "jean@exemple.fr" in outcome.told[0]


def test_an_effect_keeps_its_words(portal: Any, manager: Any, visitor: Callable[..., Client]) -> None:
    said = {
        "effect": "E-12", "words": "Une classe a gardé son poste.", "area": "com-34172", "question": "Et ensuite ?",
        "origin": "services", "sides": "Un\nDeux", "answer_days": "20", "clusters_from": "30",
    }  # fmt: skip
    made = visitor(manager).post("/atelier/o/valmont/debats/nouveau/", said)
    assert made.status_code == 302
    page = text(visitor().get(made["Location"]))
    assert "Une classe a gardé son poste." in page and "E-12" in page and "Montpellier" in page
    assert visitor(manager).post("/atelier/o/valmont/debats/nouveau/", {**said, "sides": "Un"}).status_code == 400
    assert visitor(manager).post("/atelier/o/valmont/debats/nouveau/", {**said, "area": "xyz"}).status_code == 400


def test_a_debate_on_an_effect_asks_to_copy_its_identifier(
    portal: Any, manager: Any, visitor: Callable[..., Client]
) -> None:
    effect = Effect.objects.create(
        observatory=portal, what="Trois classes restent ouvertes", area="com-34172", since="2021"
    )
    browser, home = visitor(manager), f"/atelier/o/{portal.slug}/"
    page = browser.get(f"{home}effets/{effect.public_id}/").content.decode()
    address = f"{home}debats/nouveau/?effet={effect.public_id}"
    assert f'href="{address}"' in page
    page = browser.get(address).content.decode()
    assert f'value="{effect.public_id}"' in page and "Trois classes restent ouvertes" in page and "com-34172" in page
    for wrong in ("nimporte", "00000000-0000-4000-8000-000000000000"):
        assert browser.get(f"{home}debats/nouveau/?effet={wrong}").status_code == 404


def test_words_are_public_before_a_moderator_read_them(
    valmont: Any, manager: Any, visitor: Callable[..., Client]
) -> None:
    room = room_of(valmont, manager)
    at = f"/atelier/debat/{room.public_id}/"
    sent = visitor().post(f"{at}ecrire/", {"kind": "question", "text": "Combien de logements la ville suit-elle ?"})
    code = re.search(r'class="code">([^<]+)<', text(sent))
    assert code and "suit-elle" not in text(visitor().get(at))
    post = room.posts.get()
    assert post.written_by is None
    publish(valmont, post, manager)
    assert "suit-elle" in text(visitor().get(at))
    taken = visitor().post("/atelier/debat/reprendre/", {"code": code[1]})
    assert "effacés" in text(taken)
    page = text(visitor().get(at))
    assert "suit-elle" not in page and "retiré par la personne" in page
    assert room.posts.get().text == ""
    assert visitor().post("/atelier/debat/reprendre/", {"code": code[1]}).status_code == 400


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "fact", "text": "Un fait.", "side": "0"}, "source"),
        ({"kind": "argument", "text": "Un argument."}, "côté"),
        ({"kind": "option", "text": "Limiter."}, "collectivité"),
        ({"kind": "question", "text": "  "}, "obligatoire"),
        ({"kind": "sermon", "text": "Oyez."}, "sermon"),
        ({"kind": "question", "text": "a" * 801}, "800"),
    ],
)
def test_bad_input_is_told_and_nothing_of_it_is_lost(
    valmont: Any, manager: Any, visitor: Callable[..., Client], said: dict[str, str], why: str
) -> None:
    room = room_of(valmont, manager)
    page = text(visitor().post(f"/atelier/debat/{room.public_id}/ecrire/", said), 400)
    assert why in page and said["text"].strip() in page and room.posts.count() == 0


def test_a_network_cannot_drown_the_moderators(valmont: Any, manager: Any, visitor: Callable[..., Client]) -> None:
    room = room_of(valmont, manager)
    at, said = f"/atelier/debat/{room.public_id}/ecrire/", {"kind": "question", "text": "Encore ?"}
    codes = [visitor().post(at, said, REMOTE_ADDR=f"198.51.100.{n}").status_code for n in range(25)]
    assert codes == [200] * 20 + [400] * 5
    assert visitor().post(at, said, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_a_post_goes_away_without_a_word(valmont: Any, manager: Any, visitor: Callable[..., Client]) -> None:
    room = room_of(valmont, manager)
    gone = post_in(room, "argument", "Mon voisin du 3e fait trop de bruit.", manager)
    never = post_in(room, "argument", "Ceci n'a jamais été public.", manager, approved=False)
    remove(valmont, gone, "Vise une personne que l'on reconnaît.", manager)
    remove(valmont, never, "Hors du sujet.", manager)
    page = text(visitor().get(f"/atelier/debat/{room.public_id}/"))
    assert "voisin du 3e" not in page and "jamais été public" not in page
    assert "Vise une personne que l&#x27;on reconnaît." in page and f'id="p-{gone.public_id}"' in page
    assert "refusées avant publication, avec leur raison : 1" in page
    assert Act.objects.filter(reason="Vise une personne que l'on reconnaît.").count() == 1


def test_a_room_that_was_public_goes_away_without_a_word(
    valmont: Any, manager: Any, visitor: Callable[..., Client]
) -> None:
    from longuevue.workshop.moderation.selectors import items

    room = room_of(valmont, manager)
    token = next(item.token for item in items(valmont, "room"))
    moderation.decide(valmont, [token], verdict="refused", reason="La question désigne des personnes.", by=manager)
    page = text(visitor().get(f"/atelier/debat/{room.public_id}/"), 410)
    assert "La question désigne des personnes." in page and room.question not in page
    assert visitor().get(f"/atelier/debat/{room.public_id}/ecrire/").status_code == 404


def test_an_answer_came_and_nobody_says_how_late(
    valmont: Any, manager: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    """S65: from a request to its answer, the delay is told."""
    room = room_of(valmont, manager, answer_days=30)
    first = post_in(room, "question", "Qui contrôle les meublés ?", manager)
    request = post_in(room, "request", "Agissez après le séisme.", manager)
    asked = {
        a.placed.post.pk: a.delay
        for a in selectors.asked(room, selectors.placed_posts(room), dt.date.today() + dt.timedelta(41))
    }
    assert asked[first.pk].days == 41 and asked[first.pk].late and not asked[first.pk].answered
    assert request.pk in asked
    agent = person(valmont, "contributor")
    sent = visitor(agent).post(
        f"/atelier/o/valmont/debats/contribution/{first.public_id}/repondre/", {"text": "Deux agents, depuis mars."}
    )
    assert sent.status_code == 302
    page = f"/atelier/debat/{room.public_id}/"
    assert "Deux agents" not in text(visitor().get(page)), "the authority's words are read before, like others"
    publish(valmont, room.posts.get(kind="answer"), manager)
    shown = text(visitor().get(page))
    assert "Deux agents, depuis mars." in shown and "répondu le jour même" in shown and "Sans réponse : 1" in shown


def test_the_other_side_is_left_out_of_the_record(valmont: Any, manager: Any) -> None:
    """S64: on a subject that angers, the record keeps both sides or is refused."""
    room = room_of(valmont, manager)
    for n in range(9):
        post_in(room, "fact", f"Fait favorable {n} : " + "un mot après l'autre, sans fin. " * 12, manager, side=0)
    with pytest.raises(Refusal, match="Ce que cela coûte"):
        services.make_record(room, by=manager)
    services.seek(room, side=1, where="Registre des plaintes et deux associations de locataires", by=manager)
    alone = services.make_record(room, by=manager)
    assert "associations de locataires" in str(selectors.record_as_it_stands(alone))
    post_in(room, "fact", "Quarante familles ont quitté la rue des Verriers en deux ans.", manager, side=1)
    record = services.make_record(room, by=manager)
    sides = {s["side"]: len(s["lines"]) for s in record.sections if s["kind"] == "fact"}
    assert sides[1] == 1 and sides[0] >= 1
    pages = PdfReader(io.BytesIO(record_as_pdf(record))).pages
    paper = " ".join("".join(page.extract_text() for page in pages).split())
    assert len(pages) <= 2
    assert "Quarante familles ont quitté la rue des Verriers" in paper and "Fait favorable 0" in paper


def test_each_sentence_of_the_record_is_traced_to_its_post_by_a_stranger(
    valmont: Any, manager: Any, visitor: Callable[..., Client]
) -> None:
    room = opened_room(valmont, manager)
    question = room.posts.get(kind="question")
    services.answer(question, text="Oui. Le conseil en parle en juin.", by=manager)
    publish(valmont, room.posts.get(kind="answer"), manager)
    record = services.make_record(room, by=manager)
    assert moderation.approve(valmont, "room_record", [record.public_id], by=manager).done == 1
    words = {str(post.public_id): post.text for post in room.posts.all()}
    lines = [line for section in record.sections for line in section["lines"]]
    lines += [line["answer"] for line in lines if line["answer"]]
    assert len(lines) == len(words)
    at = f"/atelier/debat/{room.public_id}/"
    page, room_page = text(visitor().get(f"{at}compte-rendu/")), text(visitor().get(at))
    for line in lines:
        assert words[line["post"]].startswith(line["text"]), "word for word"
        assert f'href="{at}#p-{line["post"]}"' in page and f'id="p-{line["post"]}"' in room_page
    pdf = visitor().get(f"{at}compte-rendu.pdf")
    reader = PdfReader(io.BytesIO(pdf.content))
    links = [a.get_object()["/A"]["/URI"] for p in reader.pages for a in p.get("/Annots", []) if "/A" in a.get_object()]
    assert {f"p-{line['post']}" for line in lines} <= {link.split("#")[-1] for link in links}


def test_the_record_fills_a_third_page(valmont: Any, manager: Any) -> None:
    room = room_of(valmont, manager, sides=[f"Côté numéro {n}" for n in range(5)])
    long = "Une phrase assez longue pour peser, avec une raison et une suite. " * 12
    for n in range(3):
        for side in range(5):
            post_in(room, "fact", f"{n}-{side} {long}"[:790], manager, side=side, source="s" * 200)
            post_in(room, "argument", f"{n}-{side} {long}"[:790], manager, side=side)
        for kind in ("contested", "question", "option", "request"):
            post_in(room, kind, f"{n} {long}"[:790], manager)
    record = services.make_record(room, by=manager)
    assert len(PdfReader(io.BytesIO(record_as_pdf(record))).pages) <= 2
    kept = [len(s["lines"]) for s in record.sections if s["kind"] == "fact"]
    assert len(kept) == 5 and len(set(kept)) == 1, "each side has as many lines"


def test_a_record_goes_on_saying_what_was_removed(valmont: Any, manager: Any, visitor: Callable[..., Client]) -> None:
    room = opened_room(valmont, manager)
    record = selectors.approved_record(room)
    assert record is not None
    gone = room.posts.filter(kind="argument").first()
    remove(valmont, gone, "Chiffre inventé.", manager)
    assert selectors.approved_record(room) is None, "its words changed: it is read again before it is public"
    shown = str(record_context(record))
    assert gone.text not in shown and "Chiffre inventé." in shown
    assert visitor().get(f"/atelier/debat/{room.public_id}/compte-rendu/").status_code == 404
    moderation.approve(valmont, "room_record", [record.public_id], by=manager)
    page = text(visitor().get(f"/atelier/debat/{room.public_id}/compte-rendu/"))
    assert "Chiffre inventé." in page and gone.text not in page


def test_votes_or_order_of_arrival_of_one_side_decide_what_the_record_keeps() -> None:
    one_sided = [
        Post(f"a{n}", "argument", 0, "Oui, vraiment, et de beaucoup de façons. " * 6, "2026-01-01") for n in range(90)
    ]
    late = [Post("z", "argument", 1, "Non.", "2026-12-31")]
    sections = compose([*one_sided, *late], ["pour", "contre"])
    kept = {section.side: [line.post for line in section.lines] for section in sections}
    assert kept[1] == ["z"] and kept[0][0] == "a0"
    assert [s.left for s in sections if s.side == 0] == [90 - len(kept[0])]


def test_nothing_is_written_in_a_closed_room(valmont: Any, manager: Any, visitor: Callable[..., Client]) -> None:
    room = room_of(valmont, manager, votes_until=dt.date(2099, 1, 1))
    assert visitor(manager).post(f"/atelier/o/valmont/debats/{room.public_id}/fermer/").status_code == 302
    at = f"/atelier/debat/{room.public_id}/"
    sent = visitor().post(f"{at}ecrire/", {"kind": "question", "text": "Trop tard ?"})
    assert "fermé" in text(sent, 400) and visitor().get(f"{at}voter/").status_code == 400
