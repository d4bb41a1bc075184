"""A code that comes back often becomes a proposed marker: put to the vote, then written as a page of the shelf with its ancestry.
Nothing counts it yet: until somebody does, the edition shows a blind spot that people chose to look at."""

from __future__ import annotations

import datetime as dt
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify

from longuevue.markers.marker import read_marker
from longuevue.terms.on_disk import write_whole
from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts.models import Membership
from longuevue.workshop.coding import selectors
from longuevue.workshop.coding.models import Proposal, Round, Vote
from longuevue.workshop.frame.words import say
from longuevue.workshop.observatories.selectors import folder_of, shelf_of
from longuevue.workshop.reasoning.wording import claims, complains, origins

#: below this, a code is not recurrent
LEAST_UNITS = 3
#: share of members that must have voted
QUORUM = 0.5


@transaction.atomic
def propose(one: Round, draft: Proposal, *, by: Any, today: dt.date) -> Proposal:
    """Put a recurrent code of a closed round to the vote. Raises `Refusal`: too rare, or worded as a complaint about an origin."""
    found = next((row for row in selectors.frequencies(one) if row["guid"] == str(draft.guid)), None)
    if found is None or found["seen"] < LEAST_UNITS:
        raise Refusal(say("coding.too_rare", least=LEAST_UNITS), say("coding.too_rare_remedy"))
    if one.proposals.filter(guid=draft.guid).exists():
        raise Refusal(say("coding.proposed_already"), say("coding.proposed_already_remedy"))
    if draft.closes <= today:
        raise Refusal(say("coding.closes_too_soon"), say("coding.closes_too_soon_remedy"))
    words = " ".join((draft.label, draft.question, draft.why))
    if claims(words) or (origins(words) and complains(words)):
        raise Refusal(say("coding.may_not_ask"), say("coding.may_not_ask_remedy"))
    draft.observatory, draft.round, draft.made_by = one.observatory, one, by
    draft.seen, draft.out_of = found["seen"], found["out_of"]
    draft.save()
    return draft


@transaction.atomic
def vote(one: Proposal, choice: str, *, by: Any, today: dt.date) -> None:
    """One member, one vote, which may change until the day it closes."""
    one = Proposal.objects.select_for_update().get(pk=one.pk)
    if one.outcome or today > one.closes:
        raise Refusal(say("coding.vote_over"), say("coding.vote_over_remedy"))
    if choice not in ("yes", "no", "abstain"):
        raise Refusal(say("coding.unknown_answer", value=choice), say("coding.unknown_answer_remedy"))
    Vote.objects.update_or_create(proposal=one, by=by, defaults={"choice": choice})


@transaction.atomic
def close(one: Proposal, *, today: dt.date) -> Proposal:
    """Count the votes once the day is past or everybody voted: adopted by more yes than no, half of the members voting."""
    one = Proposal.objects.select_for_update().get(pk=one.pk)
    if one.outcome:
        return one
    count = selectors.tally(one)
    members = Membership.objects.filter(observatory=one.observatory, ended=None).count()
    cast = sum(count.values())
    if today <= one.closes and cast < members:
        raise Refusal(say("coding.still_open", day=one.closes.isoformat()), say("coding.still_open_remedy"))
    adopted = count["yes"] > count["no"] and cast >= QUORUM * members
    one.outcome, one.decided_on = ("adopted" if adopted else "rejected"), today
    one.save()
    if adopted:
        _on_the_shelf(one)
    return one


def marker_id(one: Proposal) -> str:
    return f"local-{slugify(one.label)[:60].strip('-')}"


def ancestry(one: Proposal) -> list[str]:
    """Where the marker comes from, in sentences: round, book and version, code, units, vote."""
    count = selectors.tally(one)
    return [
        say("coding.from_round", title=one.round.title, day=one.round.made_at.date().isoformat()),
        say(
            "coding.from_code",
            code=_code_label(one),
            book=str(one.round.version.codebook),
            number=one.round.version.number,
        ),
        say("coding.from_units", seen=one.seen, out_of=one.out_of),
        say("coding.from_vote", day=(one.decided_on or one.closes).isoformat(), **count),
    ]


def _code_label(one: Proposal) -> str:
    found = one.round.version.codes.filter(guid=one.guid).first()
    return found.label if found else str(one.guid)


def page(one: Proposal) -> str:
    """The marker's page in YAML, as `docs/how-to/add-a-marker.md` teaches it; its ancestry stands at its head."""
    day = (one.decided_on or one.closes).isoformat()
    measure = marker_id(one).replace("-", "_")
    both = lambda fr, en="": {"fr": fr, "en": en or fr}  # noqa: E731 -- said thirty times below
    document: dict[str, Any] = {
        "id": marker_id(one), "version": 1, "registered": one.decided_on or one.closes,
        "label": both(one.label, f"{one.label} [in French]"), "question": both(one.question, f"{one.question} [in French]"),
        "why": both(f"{one.why} {ancestry(one)[2]}", f"{one.why} [in French] Found in {one.seen} of {one.out_of} passages of testimonies."),
        "field": one.field, "flow": ["people"], "direction": "both", "stance": "not_stated", "sources": [],
        "formula": {"value": {"sum": {"measure": measure}}}, "aggregation": "sum", "unit": {"fr": "", "en": "", "decimals": 0},
        "scales": ["commune", "epci", "departement", "perimeter"], "finest_scale": both("la commune", "the commune"), "by_partner_country": "no",
        "rhythm": both("pas encore fixé", "not set yet"), "seen_by": ["associations"], "policy_areas": ["toutes"],
        "caveat": {"codes": ["declared_by_holder"], "fr": "Marqueur proposé à partir de témoignages : ce qui serait compté reste à préciser.",
                   "en": "Marker proposed from testimonies: what would be counted remains to be made precise."},
        "aloud": both("{value} ({period})."), "cannot_see": both("Ce que personne ne raconte.", "What nobody tells."),
        "sensitivity": {"level": "medium"},
        "absence": {"reason": "never_looked_for", "fr": "Des témoignages en parlent ; personne ne le compte encore.", "en": "Testimonies tell of it; nobody counts it yet."},
        "priority": 3,
        "example": {"says": both("Deux communes de Valmont en comptent trois et une.", "Two communes of Valmont count three and one."), "area": "epci-V-AGGLO",
                    "facts": [{"measure": measure, "ref_area": "V0001", "value": 3}, {"measure": measure, "ref_area": "V0002", "value": 1}],
                    "expect": {"value": 4.0, "status": "ok"}},
        "author": one.observatory.name, "next_review": dt.date.fromisoformat(day).replace(day=1) + dt.timedelta(days=365),
    }  # fmt: skip
    head = "".join(
        f"# {line}\n" for line in ("; ".join(ancestry(one)), f"proposition {one.public_id}, code {one.guid}")
    )
    return head + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)


def _on_the_shelf(one: Proposal) -> None:
    """Write the page in the observatory's own markers; one that the shelf would refuse is not adopted."""
    if marker_id(one) in {marker.id for marker in shelf_of(one.observatory)}:
        raise Refusal(say("coding.marker_there", marker=marker_id(one)), say("coding.marker_there_remedy"))
    path = folder_of(one.observatory) / "markers" / f"{marker_id(one)}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, page(one))
    try:
        read_marker(path)
    except Refusal:
        path.unlink()
        raise
