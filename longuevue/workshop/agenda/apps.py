"""The agenda, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "longuevue.workshop.agenda"
    label = "agenda"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.agenda import documents, perms  # noqa: F401 -- rules and the kind of record, at start
