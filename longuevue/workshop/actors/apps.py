"""Actors, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "longuevue.workshop.actors"
    label = "actors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.actors import perms  # noqa: F401 -- rules are registered at start
