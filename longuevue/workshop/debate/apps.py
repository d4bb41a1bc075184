"""Debate rooms, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class DebateConfig(AppConfig):
    name = "longuevue.workshop.debate"
    label = "debate"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.debate import documents, perms  # noqa: F401 -- kinds and rules are registered at start
