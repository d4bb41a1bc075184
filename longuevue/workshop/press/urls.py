"""Addresses of the press."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.press import views

urlpatterns = [path("o/<slug:observatory>/publier/", views.publish, name="press")]
