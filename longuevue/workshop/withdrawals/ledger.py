"""Writing in the ledger, in the transaction that takes the words back: both are done, or neither."""

from __future__ import annotations

from collections.abc import Iterable

from longuevue.workshop.withdrawals.lines import Line
from longuevue.workshop.withdrawals.models import Withdrawal


def write(lines: Iterable[Line]) -> None:
    """Add these lines; one that is there keeps its day."""
    Withdrawal.objects.bulk_create(
        [Withdrawal(kind=one.kind, record=one.record, purpose=one.purpose) for one in sorted(set(lines))],
        ignore_conflicts=True,
        batch_size=500,
    )
