"""The workshop's frame, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "longuevue.workshop.frame"
    label = "frame"
