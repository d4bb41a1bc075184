"""Policies, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "longuevue.workshop.policies"
    label = "policies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.policies import perms  # noqa: F401 -- rules are registered at start
