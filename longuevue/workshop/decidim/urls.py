"""Addresses of the exchange with Decidim."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.decidim import views

_HERE = "o/<slug:observatory>/decidim/"

urlpatterns = [
    path(_HERE, views.decidim, name="decidim"),
    path(f"{_HERE}<slug:table>.csv", views.decidim_csv, name="decidim_csv"),
]
