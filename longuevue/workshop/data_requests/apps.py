"""Data requests, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class DataRequestsConfig(AppConfig):
    name = "longuevue.workshop.data_requests"
    label = "data_requests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.data_requests import perms  # noqa: F401 -- rules are registered at start
