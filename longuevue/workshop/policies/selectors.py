"""Reads: policies, decisions and commitments of an observatory, what they come to together, the traces to look at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from longuevue.markers.observers import policy_areas
from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.parts import WithPart, with_part
from longuevue.workshop.observatories.selectors import edition_of, folder_of
from longuevue.workshop.policies.models import Citation, Commitment, Deliberation, Policy, Tension, Trace, WorkingGroup
from longuevue.workshop.policies.parts import PARTS
from longuevue.workshop.reasoning import uptake

#: `toutes` stands for every area, and is no area
AREAS: dict[str, dict[str, str]] = {
    name: {"fr": text.fr, "en": text.en} for name, text in policy_areas().items() if name != "toutes"
}


def policies(observatory: Any) -> QuerySet[Policy]:
    return Policy.objects.filter(observatory=observatory)


def deliberations(observatory: Any) -> QuerySet[Deliberation]:
    return Deliberation.objects.filter(observatory=observatory)


def commitments(observatory: Any) -> QuerySet[Commitment]:
    found = Commitment.objects.filter(policy__observatory=observatory).select_related("policy")
    return found.prefetch_related("steps", "evidences", "moneys", "deliberations")


def groups(observatory: Any) -> QuerySet[WorkingGroup]:
    return WorkingGroup.objects.filter(observatory=observatory).prefetch_related("policies")


def citations(observatory: Any) -> QuerySet[Citation]:
    return Citation.objects.filter(deliberation__observatory=observatory).select_related("deliberation__policy")


def policy(observatory: Any, policy_id: Any) -> Policy:
    """The policy of that id here; one of another observatory does not exist."""
    return get_object_or_404(policies(observatory), public_id=policy_id)


def deliberation(observatory: Any, deliberation_id: Any) -> Deliberation:
    return get_object_or_404(deliberations(observatory), public_id=deliberation_id)


def commitment(observatory: Any, commitment_id: Any) -> Commitment:
    return get_object_or_404(commitments(observatory), public_id=commitment_id)


def group(observatory: Any, group_id: Any) -> WorkingGroup:
    return get_object_or_404(groups(observatory), public_id=group_id)


def commitment_and_part(observatory: Any, commitment_id: Any, line: str) -> WithPart:
    return with_part(commitment(observatory, commitment_id), PARTS, line)


def tensions(observatory: Any, of: Policy | None = None) -> QuerySet[Tension]:
    """The pairs that pull against each other: one alert a pair, on both policies."""
    found = Tension.objects.filter(first__observatory=observatory).select_related("first", "second")
    return found.filter(Q(first=of) | Q(second=of)) if of else found


@dataclass(frozen=True, slots=True)
class Discreet:
    """How many policies are not told to residents."""

    policies: int
    discreet: int


def discreet(observatory: Any) -> Discreet:
    return Discreet(policies(observatory).count(), policies(observatory).filter(discreet=True).count())


def discreet_ids(observatory: Any) -> set[str]:
    """The public identifiers of the discreet policies, wherever they stand."""
    return {str(one) for one in policies(observatory).filter(discreet=True).values_list("public_id", flat=True)}


def uptake_by_area(observatory: Any) -> list[uptake.AreaUptake]:
    """Policy area by policy area: cited, decided, done with proof, and the delay."""
    cited = [
        uptake.Cited(area, one.delay_days)
        for one in citations(observatory).prefetch_related("deliberation__commitments__policy")
        for area in _areas_of(one.deliberation)
    ]
    undertaken = [
        uptake.Undertaken(one.policy.policy_area, bool(one.deliberations.all()), one.proven)
        for one in commitments(observatory)
    ]
    followed = [one.policy_area for one in policies(observatory)]
    return uptake.by_area(followed, cited, undertaken)


def _areas_of(act: Deliberation) -> set[str]:
    """The policy area of a decision: its own, else its policy's, else those of the commitments that it carries."""
    own = act.policy_area or (act.policy.policy_area if act.policy else "")
    return {own} if own else {one.policy.policy_area for one in act.commitments.all()}


def edition_on(observatory: Any, day: date) -> Any | None:
    """The latest edition that bears that day or an earlier one: what a decision of that day could cite."""
    from longuevue.edition.reader import Edition

    found = []
    for folder in _editions(folder_of(observatory) / "editions"):
        try:
            edition = Edition.open(folder)
        except Refusal:
            continue
        if str(edition.date)[:10] <= day.isoformat():
            found.append(edition)
    return max(found, key=lambda edition: (edition.date, edition.id), default=None)


def _editions(home: Path) -> list[Path]:
    return [path for path in sorted(home.iterdir()) if path.is_dir() and path.name[0] != "."] if home.is_dir() else []


@dataclass(frozen=True, slots=True)
class FoundTrace:
    """A trace of the diagnostic that the meter found in a text, waiting for a person."""

    key: str
    area: str
    kind: str
    of: str
    marker: str
    shown: str
    text: str
    document: str
    page: int | None
    date: str | None
    since: str

    @property
    def place(self) -> str:
        return f"{self.document}, p. {self.page}" if self.page else self.document


def dossiers(observatory: Any) -> list[dict[str, Any]]:
    """What the meter measured, as the edition in force holds it, names already hidden."""
    edition = edition_of(observatory)
    return (edition.notes().get("debate") or {}).get("dossiers", []) if edition else []


def traces(observatory: Any) -> list[FoundTrace]:
    """The meter's traces that nobody has confirmed or refused yet, in the order of texts."""
    edition = edition_of(observatory)
    known = {marker["id"] for marker in edition.markers()} if edition else set()
    answered = set(Trace.objects.filter(observatory=observatory).values_list("key", flat=True))
    found = []
    for dossier in dossiers(observatory):
        for trace in (dossier.get("uptake") or {}).get("traces", []):
            key = _key(
                dossier["area"],
                dossier["corpus"],
                trace["document"],
                trace["page"],
                trace["number"],
                trace["kind"],
                trace["of"],
            )
            if key not in answered:
                marker = trace["of"] if trace["of"] in known else ""
                found.append(
                    FoundTrace(
                        key, dossier["area"], trace["kind"], trace["of"], marker, trace["shown"], trace["text"],
                        trace["document"], trace["page"], trace["date"], dossier["uptake"]["since"],
                    )
                )  # fmt: skip
    return found


def trace(observatory: Any, key: str) -> FoundTrace | None:
    return next((one for one in traces(observatory) if one.key == key), None)


@dataclass(frozen=True, slots=True)
class ReadAct:
    """An act that the meter found international, that may become a decision here."""

    key: str
    area: str
    title: str
    document: str
    date: str


def read_acts(observatory: Any) -> list[ReadAct]:
    """The dated acts of the meter's lists of deliberations, once each, those already here left out."""
    here = set(deliberations(observatory).values_list("area", "title", "date"))
    found: dict[str, ReadAct] = {}
    for dossier in dossiers(observatory):
        if dossier["corpus"] != "deliberations":
            continue
        for sentence in dossier["sentences"]:
            title, day = sentence["text"][:500], sentence["date"] or ""
            if len(day) == 10 and (dossier["area"], title, date.fromisoformat(day)) not in here:
                key = _key(dossier["area"], title, day)
                found.setdefault(key, ReadAct(key, dossier["area"], title, sentence["document"], day))
    return sorted(found.values(), key=lambda act: (act.date, act.title))


def _key(*parts: Any) -> str:
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()[:32]
