"""Observatories, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class ObservatoriesConfig(AppConfig):
    name = "longuevue.workshop.observatories"
    label = "observatories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.observatories import perms  # noqa: F401 -- rules are registered at start
