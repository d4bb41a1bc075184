"""Addresses of entry sheets."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.sheets import views

HERE = "o/<slug:observatory>/feuilles/"

urlpatterns = [
    path(HERE, views.sheets, name="sheets"),
    path(f"{HERE}nouvelle/", views.new, name="sheet_new"),
    path(f"{HERE}annee/", views.renew, name="sheets_renew"),
    path(f"{HERE}<uuid:sheet_id>/", views.show, name="sheet"),
    path(f"{HERE}<uuid:sheet_id>/remplir/", views.fill, name="sheet_fill"),
    path(f"{HERE}<uuid:sheet_id>/lien/", views.link, name="sheet_link"),
    path(f"{HERE}<uuid:sheet_id>/decider/", views.decide, name="sheet_decide"),
    path("feuille/<str:sheet_token>/", views.by_link, name="sheet_by_link"),
]
