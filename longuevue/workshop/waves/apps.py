"""Waves, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class WavesConfig(AppConfig):
    name = "longuevue.workshop.waves"
    label = "waves"
    default_auto_field = "django.db.models.BigAutoField"
