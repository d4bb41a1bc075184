"""Moderation, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "longuevue.workshop.moderation"
    label = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.moderation import perms  # noqa: F401 -- rules are registered at start
