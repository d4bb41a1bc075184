"""Addresses of accounts. Signing in, passwords and second factors are the library's, under `compte/`."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.accounts import views

urlpatterns = [
    path("invitation/", views.invitation, name="invitation"),
    path("moi/", views.account, name="account"),
    path("lien/<str:token>/", views.private_link, name="private_link"),
    path("o/<slug:observatory>/habitant/", views.resident, name="resident"),
    path("o/<slug:observatory>/membres/", views.members, name="members"),
    path("o/<slug:observatory>/membres/inviter/", views.invite, name="invite"),
    path(
        "o/<slug:observatory>/membres/invitation/<uuid:invitation_id>/annuler/",
        views.cancel_invitation,
        name="cancel_invitation",
    ),
    path("o/<slug:observatory>/membres/<int:member_id>/fin/", views.end_membership, name="end_membership"),
]
