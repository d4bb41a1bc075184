"""One observatory behind the gate and one with the gate off, made once for every test of the folder that reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from longuevue.config.gate import ledger_of
from longuevue.config.observatory import Observatory
from longuevue.engine.disclosure import protected_facts
from longuevue.engine.disclosure.cells import CellKey
from longuevue.engine.disclosure.ledger import Ledger
from longuevue.engine.disclosure.protected_facts import Protected
from longuevue.territories.catalogue import load_catalogue
from tests.disclosure.guarded import EPCI, built, observatory


@pytest.fixture(scope="session")
def communes() -> list[str]:
    """The communes of the planted EPCI."""
    catalogue = load_catalogue()
    return sorted(member.code for member in catalogue.members(catalogue.parse(f"epci-{EPCI}")))


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory, communes: list[str]) -> tuple[Observatory, Path]:
    """The observatory and its first edition, made through the gate; tests read it and leave it as it is."""
    owner = observatory(tmp_path_factory.mktemp("valmont"))
    return owner, built(owner, communes)


@pytest.fixture(scope="session")
def secrets(guarded: tuple[Observatory, Path]) -> dict[CellKey, float]:
    """What the gate withheld of it."""
    entries = Ledger(ledger_of(guarded[0].folder)).entries
    return {key: secret.value for entry in entries for key, secret in entry.withheld.items()}


@pytest.fixture(scope="session")
def open_door(tmp_path_factory: pytest.TempPathFactory, communes: list[str]) -> Path:
    """The same facts, made into an edition with the gate off."""
    with pytest.MonkeyPatch.context() as patch:
        raw = lambda facts, *, cards, **_: Protected(facts, dict(cards))  # noqa: E731
        patch.setattr(protected_facts, "protect_facts", raw)
        return built(observatory(tmp_path_factory.mktemp("porte")), communes)
