"""Meetings and perceptions, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "longuevue.workshop.tables"
    label = "tables"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.tables import perms  # noqa: F401 -- rules are registered at start
