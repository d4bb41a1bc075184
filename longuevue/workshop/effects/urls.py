"""Addresses of effects."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.effects import views

_HERE = "o/<slug:observatory>/effets/"

urlpatterns = [
    path(_HERE, views.ledger, name="effects"),
    path(f"{_HERE}nouveau/", views.new, name="effect_new"),
    path(f"{_HERE}<uuid:effect_id>/", views.effect, name="effect"),
    path(f"{_HERE}<uuid:effect_id>/modifier/", views.edit, name="effect_edit"),
    path(f"{_HERE}<uuid:effect_id>/<slug:sheet>/", views.line_new, name="effect_line_new"),
    path(f"{_HERE}<uuid:effect_id>/<slug:sheet>/<int:entry_id>/", views.line_remove, name="effect_line_remove"),
]
