"""What stands around an effect in its own observatory: policies that may touch it, names of services that may be proposed, and the
effects of the ledger service by service."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from longuevue.terms.across import Across, across_services
from longuevue.terms.countries import in_order_of_names
from longuevue.workshop.effects.models import Service
from longuevue.workshop.links.models import Engagement, Mission
from longuevue.workshop.links.selectors import organisation
from longuevue.workshop.policies.models import Policy
from longuevue.workshop.policies.selectors import policies


def policy_names(observatory: Any) -> dict[str, str]:
    """Public identifier → name, of the policies of this observatory and of no other; for members only."""
    return {str(one.public_id): one.name for one in policies(observatory)}


def names_beside(observatory: Any, told: Mapping[str, Any]) -> list[str]:
    """The names of policies that a page would show beside this effect; a discreet one is named nowhere."""
    cited = Q(tensions_as_first__effect=told["id"]) | Q(tensions_as_second__effect=told["id"])
    touching = Q(public_id__in=[one["policy"] for one in told["policies"]])
    found = Policy.objects.filter(observatory=observatory, discreet=False).filter(touching | cited)
    return sorted(set(found.values_list("name", flat=True)))


def proposed_services(observatory: Any) -> list[str]:
    """Names of services that somebody wrote here already: the organisation of the authority, links, other effects."""
    own = organisation(observatory)
    found = [own.service, *(own.directions.values_list("name", flat=True) if own.pk else ())]
    for model, path, name in (
        (Engagement, "link__observatory", "service"), (Mission, "link__observatory", "service"), (Service, "effect__observatory", "name"),
    ):  # fmt: skip
        found += model.objects.filter(**{path: observatory}).values_list(name, flat=True)
    once = {in_order_of_names(name.strip()): name.strip() for name in reversed(found) if name.strip()}
    return [once[key] for key in sorted(once)]


def across(observatory: Any, told: Iterable[Mapping[str, Any]]) -> Across:
    """The effects of the ledger service by service, beside the services that the authority says it has."""
    own = organisation(observatory)
    directions = [{"name": name} for name in own.directions.values_list("name", flat=True)] if own.pk else []
    return across_services(told, [{"service": own.service, "directions": directions}])
