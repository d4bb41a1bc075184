"""A figure of Valmont followed to the council vote, from the workshop to where it is read. Called by the test that builds an
edition; no test here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from longuevue.diagnosis.silences import Silence
from longuevue.edition.reader import Edition
from longuevue.portal import desk
from longuevue.report.desk import Desk
from longuevue.report.parts.debate import debate
from longuevue.workshop.moderation import services as moderation
from longuevue.workshop.policies.models import Citation, Commitment, Deliberation, Evidence, Policy, Tension

STUDENTS = "international-students-share"


def decide(valmont: Any, manager: Any) -> None:
    """A figure, a commitment that answers it, the decision that cites it; a policy nobody speaks of, and one not approved."""
    figure = {"address": f"{STUDENTS}@1/2026-11-20-valmont/epci-243400017/2024/W", "marker": STUDENTS}
    frozen = {
        "label": {"fr": "Part d'étudiants étrangers", "en": "International students"},
        "value_text": {"fr": "14,9 %", "en": "14.9%"},
        "period_text": {"fr": "2024", "en": "2024"},
    }
    open_ = {"observatory": valmont, "area": "epci-243400017"}
    welcome = Policy.objects.create(name="Accueil des étudiants", policy_area="jeunesse", consulted=False, **open_)
    homes = Policy.objects.create(name="Logement pour tous", policy_area="logement", **open_)
    discreet = Policy.objects.create(name="Sans bruit", policy_area="sport", discreet=True, **open_)
    draft = Policy.objects.create(name="Pas relue", policy_area="culture", **open_)
    for other in (homes, discreet):
        Tension.objects.create(first=welcome, second=other, effect_name="Loyers près du campus", why="Deux demandes.")
    act = Deliberation.objects.create(
        title="Plan d'accueil", number="M2026-1", date="2026-12-10", policy=welcome, **open_
    )
    Citation.objects.create(deliberation=act, kind="figure", edition_date="2026-11-20", frozen=frozen, **figure)
    made = Commitment.objects.create(
        policy=welcome, text="Ouvrir un guichet d'accueil", made_on="2026-12-01", room="salle-1", status="done",
        frozen=frozen, **figure,
    )  # fmt: skip
    made.deliberations.add(act)
    Evidence.objects.create(commitment=made, day="2027-01-05", what="Photo du guichet")
    secret = Commitment.objects.create(policy=discreet, text="Tenu secret", made_on="2026-12-01", status="done")
    Evidence.objects.create(commitment=secret, day="2027-01-05", what="Aucune")
    moderation.approve(valmont, "policy", [welcome.public_id, homes.public_id, discreet.public_id], by=manager)
    moderation.approve(valmont, "deliberation", [act.public_id], by=manager)
    moderation.approve(valmont, "commitment", [made.public_id, secret.public_id], by=manager)
    assert draft.pk


PLANTED = [Silence("immigrant-residents-share", "people", 92.0)]


def _high_stakes_without_debate(edition: Edition) -> None:
    """The planted case: high among peers, in a field of which nothing is said. The figure that was voted on is no silence,
    nor is a middling one, nor anything where nobody has begun to write down what is debated."""
    percentiles = {"immigrant-residents-share": 92.0, STUDENTS: 99.0, "foreign-owned-jobs-share": 40.0}
    known = {marker["id"] for marker in edition.markers()}
    planted = {name: value for name, value in percentiles.items() if name in known}
    assert {"immigrant-residents-share", STUDENTS} <= set(planted)
    edition.portrait = lambda area: {  # type: ignore[method-assign,assignment]
        "readings": [{"marker": name} for name in planted],
        "standings": {name: {"percentile": value} for name, value in planted.items()},
    }
    try:
        assert edition.silences("epci-243400017") == PLANTED
        assert edition.silences("dep-42") == []
    finally:
        del edition.portrait


def figure_to_vote(edition: Edition, text_of: Callable[[str], str]) -> None:
    """The thread, read in the edition, on both pages and on paper, and what is missing of it."""
    (thread,) = (one for one in edition.threads("epci-243400017") if one["marker"] == STUDENTS)
    assert [step["kind"] for step in thread["steps"]] == ["figure", "commitment", "deliberation", "proof"]
    assert thread["missing"] == ["room"] and thread == edition.thread_of_marker(STUDENTS)
    assert edition.threads("dep-42") == [] and edition.thread_of_marker("twinnings") is None
    assert edition.policy_counts("epci-243400017") == {"followed": 3, "discreet": 1}
    uptake = edition.reading("policy-uptake", "epci-243400017")
    assert (uptake["numerator"], uptake["denominator"], uptake["source"]) == (1, 3, "longuevue-policy")
    _high_stakes_without_debate(edition)
    edition.silences = lambda area: PLANTED if area == "epci-243400017" else []  # type: ignore[method-assign]
    desk.lend(edition)
    try:
        for address in ("/fr/territoire/epci-243400017/", f"/fr/marqueur/{STUDENTS}/"):
            page = text_of(address)
            for words in ("Du chiffre à la décision", "14,9 %", "Ouvrir un guichet d&#x27;accueil", "reprend ce chiffre",
                          "20 jours après", "Photo du guichet", "Aucun débat n&#x27;est ouvert"):  # fmt: skip
                assert words in page, (address, words)
            assert "Sans bruit" not in page and "Tenu secret" not in page
        page = text_of("/fr/territoire/epci-243400017/")
        assert page.count("se contrarient sur") == 1 and "sans consultation" in page and "dont 1 menée" in page
        assert (
            "Fort enjeu, pas de débat" in page
            and "celui de 92" in page
            and 'id="decisions"' not in text_of("/fr/territoire/dep-42/")
        )
        assert "From the figure to the decision" in text_of("/en/territory/epci-243400017/")
    finally:
        desk.lend(None)
    paper = str(debate(Desk(edition, "epci-243400017")))
    assert "Ouvrir un guichet d'accueil" in paper and "Du chiffre à la décision" in paper
    assert "Du chiffre à la décision" not in str(debate(Desk(edition, "dep-42")))
