"""Policies, decisions and commitments of Valmont: reasons kept, discreet ones counted, decisions brought in, figures frozen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from longuevue.edition.reader import MAY_SAY
from longuevue.terms.refusal import Refusal
from longuevue.workshop.effects.models import Effect
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.moderation.selectors import items
from longuevue.workshop.policies import intake, selectors, services
from longuevue.workshop.policies.documents import policy_document
from longuevue.workshop.policies.models import Citation, Commitment, Deliberation, Evidence, Policy, Step, Tension
from longuevue.workshop.policies.parts import PARTS
from longuevue.workshop.press.decisions import room_of
from longuevue.workshop.reasoning import uptake
from tests.workshop import rooms

DAY = dt.date(2026, 12, 10)
TRACE = {
    "kind": "figure", "of": "international-students-share", "shown": "13,6", "document": "pv-2026-12-10.pdf", "page": 4,
    "number": 12, "date": None, "text": "La part des étudiants étrangers, 13,6 %, appelle un plan d'accueil.",
}  # fmt: skip


class InventedEdition:
    """What the workshop asks of an edition, with one figure and what the meter read."""

    id, date = "2026-11-20-valmont", "2026-11-20"

    def markers(self) -> list[dict[str, Any]]:
        return [self.marker("international-students-share")]

    def marker(self, marker: str) -> dict[str, Any]:
        label = {"fr": "Étudiants étrangers", "en": "International students"}
        return {"id": marker, "label": label, "unit": {"fr": "%", "en": "%", "decimals": 1}}

    def reading(self, marker: str, area: str) -> dict[str, Any]:
        address = f"{marker}@1/{self.id}/{area}/2024/W"
        return {"address": address, "value": 13.6, "unit": "%", "time_period": "2024", "status": "ok", "source": "mesr"}

    def notes(self) -> dict[str, Any]:
        act = {"text": "Convention avec Bamako", "date": "2026-12-10", "document": "liste.csv"}
        dossier = {"area": "epci-243400017", "corpus": "deliberations", "sentences": [act, act]}
        return {"debate": {"dossiers": [dossier | {"uptake": {"since": self.date, "traces": [TRACE]}}]}}

    def territory(self, area: str) -> dict[str, Any]:
        return {"name": area}


@pytest.fixture
def edition(monkeypatch: pytest.MonkeyPatch) -> InventedEdition:
    """The edition of 20 November: it could not be cited before."""
    made = InventedEdition()
    for room in (selectors, services):
        monkeypatch.setattr(room, "edition_of", lambda _: made)
    monkeypatch.setattr(services, "edition_on", lambda _, day: made if day.isoformat() >= made.date else None)
    monkeypatch.setattr(intake, "read_now", services.read_now)
    return made


@pytest.fixture
def policy(valmont: Any) -> Policy:
    return services.save_policy(
        valmont, Policy(name="Accueil des étudiants", area="epci-243400017", policy_area="jeunesse", raised_by="citizens")
    )  # fmt: skip


@pytest.fixture
def act(valmont: Any, policy: Policy) -> Deliberation:
    return services.save_deliberation(
        valmont, Deliberation(area="epci-243400017", policy=policy, number="M2026-1", title="Plan d'accueil", date=DAY)
    )


def test_a_correction_without_its_reason_is_refused_and_with_it_stays_in_the_history(
    valmont: Any, policy: Policy, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser = visitor(person(valmont, "moderator"))
    sent = {"name": "Accueil", "area": "epci-243400017", "policy_area": "jeunesse", "decided_by": "authority"}
    address = f"/atelier/o/valmont/decisions/politiques/{policy.public_id}/modifier/"
    assert browser.post(address, sent).status_code == 400
    assert browser.post(address, {**sent, "reason": "ok"}).status_code == 400
    assert Policy.objects.get(pk=policy.pk).name == "Accueil des étudiants"
    assert browser.post(address, {**sent, "reason": "Le nom voté en séance"}).status_code == 302
    page = browser.get(f"/atelier/o/valmont/decisions/politiques/{policy.public_id}/").content.decode()
    assert "Le nom voté en séance" in page and "Nom de la politique" in page
    assert policy.history.first().history_user is not None


def test_nobody_said_money_or_aims_and_the_sheet_says_so(valmont: Any, policy: Policy) -> None:
    """S54: aims, return, money; what nobody said is shown as missing."""
    lines = {line.name: line for line in uptake.accountability("Loger", "", [(2026, 1000.0, None), (2027, None, None)])}
    assert not lines["aims"].missing and lines["expected_return"].missing
    assert lines["money"].said == "2026 : 1\u202f000 €"


def test_discreet_policies_are_counted_and_their_share_is_shown(
    valmont: Any, elsewhere: Any, policy: Policy, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    """S53: a discreet policy is counted, never named."""
    services.save_policy(
        valmont, Policy(name="Sans bruit", area="com-34172", policy_area="sport", discreet=True, decided_by="state")
    )
    services.save_policy(elsewhere, Policy(name="Ailleurs", area="dep-34", policy_area="sport", discreet=True))
    assert selectors.discreet(valmont) == selectors.Discreet(2, 1)
    browser = visitor(person(valmont, "contributor"))
    page = browser.get("/atelier/o/valmont/decisions/").content.decode()
    assert "1 politique(s) discrète(s) sur 2" in page and "Ailleurs" not in page
    assert "Accueil des étudiants" not in browser.get("/atelier/o/valmont/decisions/?decide=state").content.decode()
    assert "Sans bruit" not in browser.get("/atelier/o/valmont/decisions/?souleve=citizens").content.decode()


def test_two_policies_that_pull_against_each_other_give_one_alert_whichever_is_named_first(
    valmont: Any, elsewhere: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    tourism = services.save_policy(valmont, Policy(name="Tourisme", area="com-34172", policy_area="tourisme"))
    homes = services.save_policy(valmont, Policy(name="Logement", area="com-34172", policy_area="logement"))
    far = services.save_policy(elsewhere, Policy(name="Loin", area="dep-34", policy_area="tourisme"))
    browser = visitor(person(valmont, "moderator"))
    sent = {
        "second": homes.pk,
        "effect_name": "Loyers au centre",
        "why": "L'un attire des meublés, l'autre les freine.",
    }
    address = f"/atelier/o/valmont/decisions/politiques/{tourism.public_id}/contraire/"
    assert browser.post(address, sent).status_code == 302
    with pytest.raises(Refusal, match="déjà reliées"):
        services.link_tension(Tension(first=homes, second=tourism, effect_name="loyers au centre", why="…"))
    for second in (tourism, far):
        with pytest.raises(Refusal, match="elle-même|même observatoire"):
            services.link_tension(Tension(first=tourism, second=second, effect_name="Loyers", why="…"))
    assert browser.post(address, {**sent, "second": far.pk}).status_code == 400
    page = browser.get("/atelier/o/valmont/decisions/").content.decode()
    assert page.count("Loyers au centre") == 1
    effect = Effect.objects.create(observatory=valmont, what="Les loyers montent", area="com-34172", since="2021")
    on_ledger = {"second": homes.pk, "effect": str(effect.public_id), "why": "Deux demandes."}
    assert browser.post(address, {**on_ledger, "effect": str(uuid.uuid4())}).status_code == 400
    assert (
        browser.post(address, {**on_ledger, "effect": ""}).status_code == 400
    )  # an effect is named, or there is no alert
    assert browser.post(address, on_ledger).status_code == 302
    told = [(one["effect"], one["effect_name"]) for one in policy_document(tourism)["tensions"]]
    assert told[-1] == (str(effect.public_id), "Les loyers montent")
    assert policy_document(homes)["tensions"][0]["policy"] == str(tourism.public_id)


def test_a_decision_freezes_the_figure_it_cites_and_counts_the_days(
    act: Deliberation, edition: InventedEdition, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser = visitor(person(act.observatory, "moderator"))
    address = f"/atelier/o/valmont/decisions/deliberations/{act.public_id}/citer/"
    sent = {"marker": "international-students-share", "kind": "figure", "quote": "13,6 %"}
    assert browser.post(address, sent).status_code == 302
    cited = Citation.objects.get(deliberation=act)
    assert cited.address == "international-students-share@1/2026-11-20-valmont/epci-243400017/2024/W"
    assert cited.frozen["value"] == 13.6 and cited.delay_days == 20
    assert not [
        f for f in Citation._meta.get_fields() if f.is_relation and f.related_model._meta.app_label == "edition"
    ]
    assert browser.post(address, sent).status_code == 400  # twice the same
    old = services.save_deliberation(
        act.observatory, Deliberation(area="com-34172", title="Avant", date=dt.date(2026, 11, 1))
    )
    with pytest.raises(Refusal, match="ne pouvait pas"):
        services.cite(old, Citation(kind="citation"), marker="", by=None)


def test_a_trace_of_the_meter_is_nothing_until_a_person_says_yes(
    valmont: Any, edition: InventedEdition, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    """S50: the diagnostic recalled in deliberations, confirmed by a person."""
    (trace,) = selectors.traces(valmont)
    assert not Citation.objects.exists()
    browser, address = visitor(person(valmont, "moderator")), "/atelier/o/valmont/decisions/reprises/"
    assert "plan d&#x27;accueil" in browser.get(address).content.decode()
    sent = {"trace": trace.key, "answer": "confirmed"}
    assert browser.post(address, sent).status_code == 400  # the text does not say its day
    assert len(selectors.traces(valmont)) == 1
    assert browser.post(address, {**sent, "day": "2026-12-30"}).status_code == 302
    cited = Citation.objects.get()
    assert (cited.marker, cited.kind, cited.delay_days) == ("international-students-share", "figure", 40)
    assert cited.deliberation.origin == "meter" and selectors.traces(valmont) == []
    assert browser.post(address, sent).status_code == 400  # answered already


def test_a_refused_trace_is_not_proposed_again(
    valmont: Any, edition: InventedEdition, person: Callable[..., Any]
) -> None:
    (trace,) = selectors.traces(valmont)
    intake.answer_trace(
        valmont, trace.key, confirmed=False, deliberation=None, day=None, by=person(valmont, "moderator")
    )
    assert selectors.traces(valmont) == [] and not Citation.objects.exists()


def test_an_act_read_by_the_meter_comes_in_once(valmont: Any, edition: InventedEdition) -> None:
    (found,) = selectors.read_acts(valmont)
    assert intake.bring_in_read_acts(valmont, [found.key, "inventé"]) == 1
    assert selectors.read_acts(valmont) == []
    with pytest.raises(Refusal):
        intake.bring_in_read_acts(valmont, [found.key])


SCDL = (
    "COLL_NOM;COLL_SIRET;DELIB_ID;DELIB_DATE;DELIB_OBJET;VOTE_POUR;VOTE_CONTRE;VOTE_ABSTENTION;DELIB_URL\r\n"
    "Valmont;1;V-1;10/12/2026;Jumelage avec « Port-Vieux »;30;2;;https://valmont.example/v1.pdf\r\n"
    'Valmont;1;V-2;2026-12-10;"Voirie ; ""rue de Londres""";32;0;0;\r\n'
    "Valmont;1;V-3;31/02/2026;Jumelage sans date;;;;\r\n"
    "Valmont;1;V-4;2026-12-11;Jumelage et votes;beaucoup;;;\r\n"
)


@pytest.mark.parametrize("coding", ["utf-8-sig", "cp1252"])
def test_a_scdl_list_comes_in_with_its_votes_and_its_bad_rows_are_told_by_line(valmont: Any, coding: str) -> None:
    content = SCDL.encode(coding)
    brought = intake.bring_in_scdl(valmont, content, "d.csv", area="com-34172", words="jumelage")
    assert (brought.came, brought.known, brought.aside) == (1, 0, 1)
    assert "Ligne 4" in brought.refused[0] and "31/02/2026" in brought.refused[0] and "beaucoup" in brought.refused[1]
    (one,) = selectors.deliberations(valmont)
    assert one.title == "Jumelage avec « Port-Vieux »"
    assert (one.votes_for, one.votes_against, one.abstentions) == (30, 2, None)
    again = intake.bring_in_scdl(valmont, content, "d.csv", area="com-34172", words="")
    assert (again.came, again.known) == (1, 1)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rien", b"a;b\n1;2\n", SCDL.replace("V-1;", "V-1").encode()])
def test_a_file_that_is_no_scdl_list_is_refused_in_words_and_nothing_comes_in(
    valmont: Any, content: bytes, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    browser = visitor(person(valmont, "manager"))
    file = SimpleUploadedFile("liste.csv", content or b" ")
    answer = browser.post("/atelier/o/valmont/decisions/deliberations/apporter/", {"file": file, "area": "com-34172"})
    assert answer.status_code == 400 and not Deliberation.objects.exists()


def test_a_commitment_moves_by_reasoned_steps_and_counts_as_done_with_a_proof_only(
    act: Deliberation, policy: Policy, edition: InventedEdition, person: Callable[..., Any]
) -> None:
    made = Commitment(policy=policy, text="Ouvrir un guichet", made_on=DAY, marker="international-students-share")
    one = services.save_commitment(act.observatory, made, [act])
    assert one.address.startswith("international-students-share@1/") and one.steps.count() == 1
    with pytest.raises(Refusal, match="raison"):
        services.add_line(one, PARTS["step"], Step(day=DAY, status="done", reason=" "), by=None)
    with pytest.raises(Refusal, match="2026-12-10"):
        services.add_line(one, PARTS["step"], Step(day=dt.date(2026, 1, 1), status="done", reason="avant"), by=None)
    services.add_line(one, PARTS["step"], Step(day=DAY, status="done", reason="Ouvert le matin"), by=None)
    one.refresh_from_db()
    assert one.status == "done" and not one.proven
    services.cite(act, Citation(kind="citation"), marker="", by=None)
    Deliberation.objects.update(policy=None)  # its area is then that of the commitment it carries
    (row,) = selectors.uptake_by_area(act.observatory)
    assert (row.state, row.cited, row.decided, row.proven) == ("decided", 1, 1, 0)
    assert all(change.history_change_reason for change in one.history.all()[:2])
    services.add_line(one, PARTS["evidence"], Evidence(day=DAY, what="Photo du guichet"), by=None)
    assert selectors.uptake_by_area(act.observatory)[0].state == "proven"


def test_the_three_states_are_told_apart_and_an_area_without_any_is_a_line() -> None:
    rows = uptake.by_area(
        ["santé", "sport"],
        [uptake.Cited("culture", 10), uptake.Cited("culture", 30), uptake.Cited("", 5), uptake.Cited("sport", None)],
        [uptake.Undertaken("santé", False, False)],
    )
    told = {row.area: (row.state, row.cited, row.delay_days) for row in rows}
    assert told == {"culture": ("cited", 2, 20), "santé": ("nothing", 0, None), "sport": ("cited", 1, None)}


def test_a_step_on_an_approved_commitment_waits_to_be_checked_again(
    act: Deliberation, policy: Policy, person: Callable[..., Any]
) -> None:
    manager = person(act.observatory, "manager")
    one = services.save_commitment(act.observatory, Commitment(policy=policy, text="Ouvrir", made_on=DAY), [])
    moderation.approve(act.observatory, "commitment", [one.public_id], by=manager)
    assert items(act.observatory, "commitment")[0].state == "approved"
    services.add_line(one, PARTS["step"], Step(day=DAY, status="done", reason="Ouvert"), by=manager)
    item = items(act.observatory, "commitment")[0]
    assert item.state == "submitted" and item.changed


def test_identifiers_are_no_telephone_numbers_and_a_number_in_a_reason_is(
    act: Deliberation, policy: Policy, person: Callable[..., Any]
) -> None:
    manager = person(act.observatory, "manager")
    room = "a0612345678b"
    one = services.save_commitment(
        act.observatory, Commitment(policy=policy, text="Ouvrir", made_on=DAY, room=room), []
    )
    assert moderation.approve(act.observatory, "commitment", [one.public_id], by=manager).done == 1
    services.add_line(one, PARTS["step"], Step(day=DAY, status="done", reason="Appeler le 04 67 12 34 56"), by=manager)
    outcome = moderation.approve(act.observatory, "commitment", [one.public_id], by=manager)
    assert outcome.done == 0 and "04 67 12 34 56" in outcome.told[0]


def test_a_group_tells_roles_and_is_tied_to_policies(
    valmont: Any, policy: Policy, act: Deliberation, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    """S50: the political working group."""
    browser = visitor(person(valmont, "moderator"))
    sent = {"name": "Suivi", "kind": "political", "policies": [policy.pk], "set_up_by": act.pk, "members": "Maire"}
    assert browser.post("/atelier/o/valmont/decisions/groupes/nouveau/", sent).status_code == 302
    page = browser.get("/atelier/o/valmont/decisions/groupes/").content.decode()
    assert "Suivi" in page and "Plan d&#x27;accueil" in page
    assert policy_document(policy)["groups"][0]["kind"] == "political"
    backwards = {**sent, "name": "Autre", "since": "2027-01", "until": "2026"}
    assert browser.post("/atelier/o/valmont/decisions/groupes/nouveau/", backwards).status_code == 400


def test_pages_of_a_policy_a_decision_and_a_commitment_are_read(
    act: Deliberation,
    policy: Policy,
    edition: InventedEdition,
    person: Callable[..., Any],
    visitor: Callable[..., Client],
) -> None:
    one = services.save_commitment(
        act.observatory,
        Commitment(policy=policy, text="Ouvrir un guichet", made_on=DAY, marker="international-students-share"), [act],
    )  # fmt: skip
    services.cite(act, Citation(kind="figure"), marker="international-students-share", by=None)
    browser, home = visitor(person(act.observatory, "contributor")), "/atelier/o/valmont/decisions/"
    for path, words in {
        f"politiques/{policy.public_id}/": ("personne ne l&#x27;a dit", "Ouvrir un guichet", "les habitants"),
        f"deliberations/{act.public_id}/": ("13,6", "20 jours", "Vote non relevé"),
        f"engagements/{one.public_id}/": ("13,6", "M2026-1 Plan", "Engagement pris"),
        "deliberations/": ("M2026-1", "écrite à la main"),
    }.items():
        answer = browser.get(home + path)
        assert answer.status_code == 200 and not [w for w in words if w not in answer.content.decode()], path


def test_a_commitment_cannot_be_taken_from_the_question_it_answers_nor_a_decision_from_the_commitment(
    valmont: Any, edition: InventedEdition, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    manager, home = person(valmont, "manager"), "/atelier/o/valmont/decisions/"
    browser = visitor(manager)
    room = rooms.room_of(valmont, manager)
    question = rooms.post_in(room, "question", "Combien de guichets ?", manager)
    hidden = rooms.post_in(room, "question", "Pas encore relue ?", manager, approved=False)
    asked = f"{home}engagements/nouveau/?repond={room.public_id}:{question.public_id}"
    assert browser.get(asked)["Location"] == f"{home}politiques/nouvelle/?territoire=com-34172"  # within a policy
    policy = services.save_policy(valmont, Policy(name="Accueil", area="epci-243400017", policy_area="jeunesse"))
    page = browser.get(asked).content.decode()
    assert f'value="{room.public_id}:{question.public_id}" selected' in page and "Pas encore relue" not in page
    sent = {"policy": policy.pk, "text": "Ouvrir trois guichets", "made_on": "2026-12-01"}
    assert browser.post(asked, {**sent, "answers": f"{room.public_id}:{hidden.public_id}"}).status_code == 400
    answer = browser.post(asked, {**sent, "answers": f"{room.public_id}:{question.public_id}"})
    made = Commitment.objects.get()
    assert (made.room, made.question) == (str(room.public_id), str(question.public_id))
    told = browser.get(answer["Location"]).content.decode()
    assert "Combien de guichets" in told and f"/atelier/debat/{room.public_id}/" in told
    carrying = f"{home}deliberations/nouvelle/?engagement={made.public_id}"
    assert visitor(person(valmont, "contributor")).get(carrying).status_code == 403
    assert f'<option value="{policy.pk}" selected' in browser.get(carrying).content.decode()
    act = {"title": "Guichets", "number": "M2026-2", "date": "2026-12-10", "area": "epci-243400017"}
    assert browser.post(carrying, act).status_code == 302
    assert [str(one) for one in made.deliberations.all()] == ["M2026-2 Guichets"]
    assert made.history.first().history_change_reason.startswith("Porté par")
    rooms.remove(valmont, question, "Hors du sujet.", manager)
    page = browser.get(f"{home}engagements/{made.public_id}/modifier/").content.decode()
    assert "qui ne se lit plus" in page and "Combien de guichets" not in page


def test_the_same_number_on_the_same_day_is_the_same_decision(act: Deliberation) -> None:
    twin = SimpleNamespace(number=act.number, date=act.date)
    with pytest.raises(Refusal, match="déjà ici"):
        services.save_deliberation(
            act.observatory, Deliberation(area="epci-243400017", title="Autre", number=twin.number, date=twin.date)
        )


def test_a_room_leaves_with_its_questions_and_the_answers_that_are_still_public() -> None:
    line = {"post": "p1", "text": "Combien de logements ?", "day": "2026-11-25", "days": 6, "source": "", "role": ""}
    answer = {"post": "p2", "text": "Deux cents.", "day": "2026-12-01", "removed": ""}
    removed = {**line, "post": "p3", "text": ""}
    unanswered = {**line, "post": "p4", "answer": {**answer, "text": "", "removed": "insulte"}, "day": "2026-11-26"}
    record = {
        "id": "r", "room": "salle-1", "asks": "Que faire ?", "area": "epci-243400017", "marker": "international-students-share",
        "frozen": {"address": "a@1/e/epci-243400017/2024/W", "value_text": {"fr": "1", "en": "1"}, "secret": 1},
        "made_on": "2026-12-05",
        "sections": [
            {"kind": "argument", "lines": [line | {"answer": None}]},
            {"kind": "question", "lines": [line | {"answer": answer}, removed | {"answer": None}, unanswered]},
        ],
    }  # fmt: skip
    room = room_of(record)
    assert set(room) == MAY_SAY["rooms"] and "secret" not in room["frozen"] and room["made_on"] == "2026-11-25"
    assert [(one["post"], one["answer"], one["days"]) for one in room["questions"]] == [
        ("p1", "Deux cents.", 6), ("p4", "", 6),
    ]  # fmt: skip
