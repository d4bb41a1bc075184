"""Every address of the portal about planted figures: page, map, chart, alternative text, embed, CSV, JSON, chart address."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

import django

django.setup()

from django.test import Client  # noqa: E402

from longuevue.config.gate import ledger_of  # noqa: E402
from longuevue.edition.exits import leaks_in  # noqa: E402
from longuevue.edition.reader import Edition  # noqa: E402
from longuevue.engine.disclosure.ledger import Ledger  # noqa: E402
from longuevue.portal import desk  # noqa: E402
from longuevue.portal.routes import LEVEL_SLUGS, ROUTES  # noqa: E402
from tests.disclosure.guarded import COUNTRIES, EPCI, MARKERS  # noqa: E402

_PLAIN = {"search", "tour", "vocabulary", "accessibility"}


@pytest.fixture
def visitor(guarded) -> Iterator[Client]:
    desk.lend(Edition.open(guarded[1]))
    yield Client()
    desk.lend(None)


def addresses(areas: list[str]) -> Iterator[str]:
    """Every route of the portal, filled with the planted markers, the places and the countries concerned."""
    fills = {
        "area": areas, "marker": list(MARKERS), "country": list(COUNTRIES), "page": ["1"],
        "level": [LEVEL_SLUGS[level]["fr"] for level in ("commune", "epci", "departement", "perimeter")],
    }  # fmt: skip
    for name, (french, _) in ROUTES.items():
        names = re.findall(r"{(\w+)}", french)
        if name in _PLAIN or any(each not in fills for each in names):
            continue
        for values in product(*(fills[each] for each in names)):
            yield "/fr/" + french.format(**dict(zip(names, values, strict=True)))


def test_no_address_of_the_portal_gives_a_withheld_figure(visitor, guarded, communes, tmp_path: Path, counts):
    owner, edition_folder = guarded
    edition = Edition.open(edition_folder)
    secrets = {key: s.value for entry in Ledger(ledger_of(owner.folder)).entries for key, s in entry.withheld.items()}
    hidden_at = sorted({key.area for key in secrets if key.area.startswith("com-")})
    areas = [f"epci-{EPCI}", "per-rive", *hidden_at[: counts(2, 40)]]
    opened = 0
    for number, address in enumerate(addresses(areas)):
        response = visitor.get(address)
        if response.status_code != 200:
            assert response.status_code in (301, 302, 404), (response.status_code, address)
            continue
        body = b"".join(response.streaming_content) if response.streaming else response.content
        kind = ".csv" if address.endswith(".csv") else ".json" if address.endswith(".json") else ".html"
        (tmp_path / f"{number:04d}{kind}").write_bytes(address.encode() + b"\n" + body if kind == ".html" else body)
        opened += 1
    assert opened > 20
    leaks, read = leaks_in(tmp_path, secrets.keys(), secrets)
    assert leaks == [] and read == opened

    # the walk can see: what is published about the same places is there to be read, and what is withheld says so
    pages = "\n".join(path.read_text(errors="replace") for path in tmp_path.iterdir())
    total = edition.reading("valmont-care-abroad", f"epci-{EPCI}")
    assert f"{total['value']:.0f}" in re.sub(r"[\s\u00a0\u202f]", "", pages)
    assert "valeur protégée" in pages.lower() or "suppressed" in pages
