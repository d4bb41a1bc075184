"""The ledger of withdrawals, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    name = "longuevue.workshop.withdrawals"
    label = "withdrawals"
    default_auto_field = "django.db.models.BigAutoField"
