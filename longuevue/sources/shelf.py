"""The shelf of source cards carried with the package. What a card may say is in `facts.cards`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from longuevue.facts.cards import SourceCard, read_cards

CARDS_FOLDER = Path(__file__).parent / "cards"


@cache
def source_cards() -> dict[str, SourceCard]:
    """Every source the house knows, at hand or not, by id."""
    return read_cards(CARDS_FOLDER)
