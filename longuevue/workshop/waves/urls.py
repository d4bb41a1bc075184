"""Addresses of the second wave. A message's token stands in one address only, which sends on at once to one without it."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.waves import views

urlpatterns = [
    path("recit/encore/lien/<str:token>/", views.come, name="wave_link"),
    path("recit/encore/", views.again, name="wave_again"),
    path("o/<slug:observatory>/recits/campagne/<uuid:campaign_id>/vague/", views.wave, name="wave"),
]
