"""Where the release gate stands on the road of `longuevue build`: after the sources are read, before anything is computed.

The decisions are `engine.disclosure`'s; here the observatory's settings, ledger and perimeters are handed to it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from longuevue.config.observatory import Observatory
from longuevue.facts.cards import SourceCard
from longuevue.markers.shelf import Shelf
from longuevue.terms.refusal import Refusal

if TYPE_CHECKING:
    from longuevue.engine.disclosure.ledger import Ledger

#: private to the instance, beside its settings; never inside an edition
LEDGER = "private/releases.jsonl"


@dataclass(frozen=True, slots=True)
class Gated:
    """What may leave: facts, the cards that describe them, receipts without a trace of the raw file; and the ledger's gesture."""

    facts: Callable[[], pa.Table]
    cards: dict[str, SourceCard]
    receipts: dict[str, dict[str, Any]]
    record: Callable[[], None]


def through_the_gate(
    observatory: Observatory,
    shelf: Shelf,
    facts: Callable[[], pa.Table],
    cards: Mapping[str, SourceCard],
    receipts: Mapping[str, dict[str, Any]],
    *,
    name: str,
    hash_of: Callable[[pa.Table], str],
) -> Gated:
    """The facts that may leave. Raises a `Refusal` when nothing prudent can be decided: no edition is then made.

    Where no entrusted source is at hand, nothing is read and nothing changes.
    """
    entrusted = entrusted_sources(cards, receipts)
    if not entrusted:
        return Gated(facts, dict(cards), dict(receipts), lambda: None)
    from longuevue.engine.context import joined_membership
    from longuevue.engine.disclosure.ledger import Ledger
    from longuevue.engine.disclosure.protected_facts import protect_facts
    from longuevue.engine.disclosure.sensitive import sensitive_measures
    from longuevue.engine.disclosure.settings import settings_from

    catalogue = observatory.catalogue()
    ledger = Ledger(observatory.folder / LEDGER)
    refuse_a_lost_ledger(observatory.editions, ledger)
    protected = protect_facts(
        facts(),
        cards=cards,
        sensitive=sensitive_measures(shelf, cards, observatory.settings.sensitive, sorted(receipts)),
        membership=joined_membership(catalogue.membership(), catalogue.territories()),
        settings=settings_from(observatory.tables().get("disclosure", {}), where=str(observatory.folder / "observatory.toml")),
        ledger=ledger,
        name=name,
    )  # fmt: skip
    clean = {source: dict(receipt) for source, receipt in receipts.items()}
    for source in entrusted:
        mine = protected.facts.filter(pc.equal(protected.facts["source_id"], source))
        if not mine.num_rows:
            del clean[source]
            continue
        # the fingerprint, the size and the name of a small raw file would let one try every count it may hold
        clean[source] = {
            "source_id": source, "origin": "protected", "file": "", "rows": mine.num_rows,
            "sha256": hash_of(mine), "retrieved": receipts[source].get("retrieved"),
        }  # fmt: skip

    def record() -> None:
        for entry in protected.entries:
            ledger.append(entry)

    return Gated(lambda: protected.facts, protected.cards, clean, record)


def entrusted_sources(cards: Mapping[str, SourceCard], receipts: Mapping[str, Any]) -> list[str]:
    """The sources at hand that go through the gate."""
    from longuevue.engine.disclosure.sensitive import is_entrusted

    return [source for source in receipts if source in cards and is_entrusted(cards[source])]


def refuse_a_lost_ledger(editions: Path, ledger: Ledger) -> None:
    """Editions with protected figures of which the ledger says nothing: it was cut short, replaced or removed."""
    told = {entry.release for entry in ledger.entries}
    for path in sorted(editions.glob("*/sources.json")):
        try:
            sources = json.loads(path.read_text(encoding="utf-8"))
            date = json.loads((path.parent / "manifest.json").read_text(encoding="utf-8"))["date"]
            made = [s["id"] for s in sources if (s.get("receipt") or {}).get("origin") == "protected"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue  # a broken edition is `verify`'s business
        if missing := [source for source in made if f"{date}/{source}" not in told]:
            raise Refusal(
                f"Le registre des diffusions ne dit rien de l'édition {path.parent.name} ({', '.join(missing)}).",
                "Remettez sa sauvegarde : sans lui, on ne sait plus ce qui est déjà connu du public.",
                where=str(ledger.path or LEDGER),
            )


def ledger_of(folder: Path) -> Path:
    """Where the observatory in `folder` keeps what it already released."""
    return folder / LEDGER
