"""Testimonies, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class TestimoniesConfig(AppConfig):
    name = "longuevue.workshop.testimonies"
    label = "testimonies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.testimonies import perms  # noqa: F401 -- rules are registered at start
