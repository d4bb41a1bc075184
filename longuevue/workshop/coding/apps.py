"""Coding, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class CodingConfig(AppConfig):
    name = "longuevue.workshop.coding"
    label = "coding"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.coding import perms  # noqa: F401 -- rules are registered at start
