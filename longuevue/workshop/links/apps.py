"""The app of links: twinnings, conventions, networks, and how the authority is organised to carry them."""

from __future__ import annotations

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "longuevue.workshop.links"
    label = "links"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.links import perms  # noqa: F401 -- rules are registered at start
