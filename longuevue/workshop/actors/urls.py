"""Addresses of actors."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.actors import views

HERE = "o/<slug:observatory>/acteurs/"
ONE = f"{HERE}<uuid:actor_id>/"

urlpatterns = [
    path(HERE, views.directory, name="actors"),
    path(f"{HERE}nouveau/", views.new, name="actor_new"),
    path(f"{HERE}table/", views.bring_in, name="actors_in"),
    path(f"{HERE}table/<int:batch_id>/reprendre/", views.take_back, name="actors_take_back"),
    path(f"{HERE}acteurs.csv", views.table_csv, name="actors_csv"),
    path(f"{HERE}doublons/", views.duplicates, name="duplicates"),
    path(f"{HERE}approuver/", views.approve, name="actors_approve"),
    path(f"{HERE}toujours-vrai/", views.freshness, name="freshness"),
    path(ONE, views.show, name="actor"),
    path(f"{ONE}modifier/", views.edit, name="actor_edit"),
    path(f"{ONE}contact/", views.contact, name="actor_contact"),
    path(f"{ONE}voit/", views.sees, name="actor_sees"),
    path("o/<slug:observatory>/qui-voit-quoi/", views.matrix, name="matrix"),
    path("o/<slug:observatory>/qui-voit-quoi/table/", views.sights_in, name="sights_in"),
    path("o/<slug:observatory>/qui-voit-quoi/qui-voit-quoi.csv", views.sights_csv, name="sights_csv"),
    path("o/<slug:observatory>/qui-voit-quoi/inviter/", views.invitations, name="whom_to_invite"),
    path("vrai/<str:question>/", views.still_true, name="still_true"),
]
