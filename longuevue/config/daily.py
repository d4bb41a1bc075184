"""What an instance does once a day, by `longuevue workshop daily`: erase what is at its term, write to those whose turn it is.
Each step stands by itself, so that a mail server that is down stops no erasure."""

from __future__ import annotations

from collections.abc import Iterator


def forget_journal() -> None:
    """SQLite's journal still holds what was written before it was erased, until it is emptied."""
    from django.db import connection

    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("pragma wal_checkpoint(truncate)")


def run() -> Iterator[str]:
    """One sentence a step. Raises `Refusal`, last, when today's messages could not leave."""
    from django.core.management import call_command
    from django.utils import timezone

    from longuevue.workshop.debate.voting import forget_past_networks
    from longuevue.workshop.testimonies.flood import forget_past_days
    from longuevue.workshop.testimonies.services import erase_at_term
    from longuevue.workshop.testimonies.voice_notes import forget_unwritten
    from longuevue.workshop.waves.sending import send_due
    from longuevue.workshop.waves.services import forget_spent_addresses

    today = timezone.localdate()
    yield f"Récits à leur terme et brouillons abandonnés, effacés : {erase_at_term(today)}."
    yield f"Adresses dont on n'a plus besoin, effacées : {forget_spent_addresses(today)}."
    forget_past_networks(today)
    forget_past_days(today)
    yield f"Messages vocaux que personne n'a écrits à temps, effacés : {forget_unwritten(today)}."
    call_command("clearsessions", verbosity=0)
    forget_journal()
    sent = send_due(today)
    told = f"invitations {sent['invitation']}, rappels {sent['reminder']}, adresses refusées {sent['bounced']}"
    yield f"Messages de la deuxième vague : {told}."
