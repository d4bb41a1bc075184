"""The ledger of effects, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class EffectsConfig(AppConfig):
    name = "longuevue.workshop.effects"
    label = "effects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.effects import perms  # noqa: F401 -- rules are registered at start
