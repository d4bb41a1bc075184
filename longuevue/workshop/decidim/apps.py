"""Decidim's tables, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class DecidimConfig(AppConfig):
    name = "longuevue.workshop.decidim"
    label = "decidim"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.decidim import perms  # noqa: F401 -- rules are registered at start
