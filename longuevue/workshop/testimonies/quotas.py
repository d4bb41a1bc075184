"""Whose voices must not be missing in a campaign: how many stories are hoped for from each population of actors and of each kind, and
how many came. A quota keeps nobody out: it tells whom to go and see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from longuevue.workshop.actors.kinds import KINDS as ACTORS
from longuevue.workshop.frame.words import both, later, say
from longuevue.workshop.testimonies.kinds import KINDS
from longuevue.workshop.testimonies.models import Campaign, Status, Story

RESIDENT = "resident"
#: two voices at least of each population that the registry knows (methodology §4.1)
LEAST = 2
MOST = 999


def actor_name(kind: str) -> str:
    """A population, as said to people."""
    return say("testimonies.resident") if kind == RESIDENT else both(ACTORS.get(kind, ACTORS["other"]))


def populations(campaign: Campaign) -> list[str]:
    """Residents, then the kinds of actors that the registry knows, in the order of the closed list."""
    here = set(campaign.observatory.actors.filter(merged_into=None).values_list("kind", flat=True))
    return [RESIDENT, *(kind for kind in ACTORS if kind in here)]


class QuotasForm(forms.Form):
    """One number for each population and each kind of story; 0 asks for nobody in particular."""

    def __init__(self, *args: Any, campaign: Campaign, **more: Any) -> None:
        super().__init__(*args, **more)
        wanted = campaign.quotas
        for kind in populations(campaign):
            self._add(f"actors-{kind}", actor_name(kind), wanted.get("actors", {}).get(kind, LEAST))
        for kind in KINDS:
            self._add(f"kinds-{kind}", say(f"testimonies.kind_{kind}"), wanted.get("kinds", {}).get(kind, 0))

    def _add(self, name: str, label: str, initial: int) -> None:
        self.fields[name] = forms.IntegerField(label=label, min_value=0, max_value=MOST, initial=initial)

    def quotas(self) -> dict[str, dict[str, int]]:
        """As the campaign keeps them."""
        found: dict[str, dict[str, int]] = {"actors": {}, "kinds": {}}
        for name, number in self.cleaned_data.items():
            group, _, kind = name.partition("-")
            found[group][kind] = number
        return found


class SpeaksAsField(forms.ChoiceField):
    """Who one speaks as, if one wishes to say it."""

    def __init__(self) -> None:
        kinds = [(kind, both_later(kind)) for kind in ACTORS if kind != "other"]
        choices = [("", later("testimonies.speaks_unsaid")), (RESIDENT, later("testimonies.resident")), *kinds]
        super().__init__(label=later("testimonies.speaks_as"), required=False, choices=choices)


def both_later(kind: str) -> Any:
    """The name of a kind of actors, in the language of the page that will show it."""
    from django.utils.functional import lazystr

    return lazystr(_Named(kind))


class _Named:
    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __str__(self) -> str:
        return both(ACTORS[self.kind])


@dataclass(frozen=True, slots=True)
class Quota:
    """One population or kind: hoped for, came, and how many are missing."""

    name: str
    wanted: int
    came: int

    @property
    def missing(self) -> int:
        return max(self.wanted - self.came, 0)


def filled(campaign: Campaign) -> list[Quota]:
    """Each quota and how full it is, by stories sent and not refused; a population that nobody asked for is told too."""
    sent = Story.objects.filter(campaign=campaign, status__in=(Status.SENT, Status.APPROVED))
    actors, kinds = Counter(sent.values_list("speaks_as", flat=True)), Counter(sent.values_list("kind", flat=True))
    wanted: Mapping[str, Mapping[str, int]] = campaign.quotas
    asked, by_kind = wanted.get("actors", {}), wanted.get("kinds", {})
    told = [kind for kind in (RESIDENT, *ACTORS) if asked.get(kind) or actors.get(kind)]
    found = [Quota(actor_name(kind), asked.get(kind, 0), actors[kind]) for kind in told]
    if actors[""]:
        found.append(Quota(say("testimonies.speaks_unsaid"), 0, actors[""]))
    named = [kind for kind in KINDS if by_kind.get(kind)]
    return found + [Quota(say(f"testimonies.kind_{kind}"), by_kind[kind], kinds[kind]) for kind in named]
