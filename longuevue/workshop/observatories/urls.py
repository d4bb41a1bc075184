"""Addresses of observatories."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.observatories import views

urlpatterns = [
    path("observatoires/nouveau/", views.new, name="observatory_new"),
    path("o/<slug:observatory>/", views.desk, name="observatory"),
    path("o/<slug:observatory>/reglages/", views.settings, name="observatory_settings"),
    path("o/<slug:observatory>/marqueurs/", views.markers, name="observatory_markers"),
    path("o/<slug:observatory>/marqueurs/<slug:marker_id>/", views.marker, name="observatory_marker"),
    path("o/<slug:observatory>/calendrier/", views.calendar, name="calendar"),
    path("o/<slug:observatory>/calendrier/<int:occasion_id>/", views.occasion_done, name="occasion_done"),
]
