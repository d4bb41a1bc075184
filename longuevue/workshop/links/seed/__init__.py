"""The example observatory: what authorities told of their own action, in our words, taken in through the same services
as what people type. The words themselves are in `example.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from longuevue.terms.yaml_text import read_yaml
from longuevue.workshop.actors.services import see, write
from longuevue.workshop.links import services
from longuevue.workshop.links.models import (
    Card,
    Change,
    Engagement,
    Link,
    Membership,
    Milestone,
    Mission,
    Network,
    Status,
    ThirdParty,
)
from longuevue.workshop.links.parts import PARTS

SLUG = "exemple"
EXAMPLE = Path(__file__).parent / "example.yaml"


def example() -> dict[str, Any]:
    """The example, as written."""
    return read_yaml(EXAMPLE.read_text(encoding="utf-8"))


@transaction.atomic
def take_example(observatory: Any) -> tuple[int, int]:
    """Its links and networks into an observatory, each marked with its origin; twice gives nothing more.
    Returns how many links and networks came in."""
    told = example()
    label = told["label"]["fr"]
    known = set(observatory.world_links.filter(origin="example").values_list("partner", "area"))
    came = 0
    for entry in told["links"]:
        if (entry["partner"], entry["area"]) in known:
            continue
        _link(observatory, entry, label)
        came += 1
    names = set(observatory.networks.values_list("name", flat=True))
    networks = [entry for entry in told["networks"] if entry["name"] not in names]
    for entry in networks:
        _network(observatory, entry)
    _cards(observatory, told["cards"], label)
    _actors(observatory, told["actors"])
    return came, len(networks)


def load_example() -> Any:
    """The example observatory, made if it is not there, its records approved in the name of the example and handed to the
    next edition. Nothing of another observatory is touched."""
    from longuevue.workshop.accounts.models import User
    from longuevue.workshop.moderation import services as moderation
    from longuevue.workshop.moderation.selectors import items
    from longuevue.workshop.observatories.models import Observatory
    from longuevue.workshop.observatories.services import make
    from longuevue.workshop.press.services import press

    told = example()
    observatory = Observatory.objects.filter(slug=SLUG).first()
    if observatory is None:
        areas = dict.fromkeys(entry["area"] for entry in (*told["links"], *told["cards"]) if entry["area"] != "FR")
        observatory = make(name=told["name"]["fr"], codes=list(areas), slug=SLUG)
    take_example(observatory)
    nobody, _ = User.objects.get_or_create(
        email="exemple@longuevue.invalid", defaults={"name": told["name"]["fr"], "is_active": False}
    )
    waiting = [item.token for item in items(observatory) if item.state != "approved"]
    if waiting:
        outcome = moderation.decide(observatory, waiting, verdict="approved", by=nobody)
        assert not outcome.told, outcome.told
    press(observatory)
    return observatory


def _cards(observatory: Any, entries: list[dict[str, Any]], label: str) -> None:
    known = set(observatory.cards.values_list("kind", "area", "name"))
    for entry in entries:
        if (entry["kind"], entry["area"], entry["name"]) not in known:
            services.save_card(observatory, Card(**entry, origin_note=label))


def _actors(observatory: Any, entries: list[dict[str, Any]]) -> None:
    known = set(observatory.actors.values_list("name", flat=True))
    for entry in entries:
        if entry["name"] in known:
            continue
        actor = write(observatory, None, {k: v for k, v in entry.items() if k != "sees"}, version=None)
        for marker in entry["sees"]:
            see(actor, marker, access="on_request")


def _link(observatory: Any, entry: dict[str, Any], label: str) -> None:
    link = services.save_link(
        observatory,
        Link(
            area=entry["area"],
            bearer=entry["authority"],
            involves_authority=entry["involves_authority"],
            partner=entry["partner"],
            country=entry.get("country", ""),
            kind=entry["kind"],
            layer=entry["layer"],
            field=entry["field"],
            start=entry.get("start", ""),
            status=Status(entry["status"]),
            languages=entry.get("languages", []),
            aims=entry.get("aims", ""),
            local_interest=entry.get("local_interest", ""),
            origin="example",
            origin_note=" ".join(filter(None, (label, entry.get("start_note", ""), *entry.get("also", [])))),
        ),
    )
    for change in entry.get("changes", []):
        line = Change(what=change["status"], reason=change["reason"], debated=change.get("debated"))
        services.add_line(link, PARTS["change"], line)
    for engagement in entry.get("engagements", []):
        services.add_line(link, PARTS["engagement"], Engagement(**engagement))
    for milestone in entry.get("milestones", []):
        services.add_line(link, PARTS["milestone"], Milestone(**milestone))
    for mission in entry.get("missions", []):
        services.add_line(link, PARTS["mission"], Mission(**mission))
    for money in entry.get("third_party", []):
        services.add_line(link, PARTS["third-party"], ThirdParty(**money))


def _network(observatory: Any, entry: dict[str, Any]) -> None:
    network = services.save_network(
        observatory,
        Network(
            name=entry["name"],
            founded=entry["founded"],
            ground=entry["ground"],
            pillars="\n".join(entry["pillars"]),
            announced_members=entry["announced_members"],
        ),
    )
    for member in entry["members"]:
        Membership.objects.create(network=network, **member)
