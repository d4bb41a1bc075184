"""The press, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "longuevue.workshop.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.press import perms  # noqa: F401 -- rules are registered at start
