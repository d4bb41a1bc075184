"""Entry sheets, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "longuevue.workshop.sheets"
    label = "sheets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.sheets import perms  # noqa: F401 -- rules are registered at start
