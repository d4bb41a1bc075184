"""Accounts, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "longuevue.workshop.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from longuevue.workshop.accounts import perms  # noqa: F401 -- rules are registered at start
