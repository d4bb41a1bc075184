"""Addresses of moderation."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.moderation import views

HERE = "o/<slug:observatory>/moderation/"

urlpatterns = [
    path(HERE, views.queue, name="moderation"),
    path(f"{HERE}proposer/", views.submit, name="moderation_submit"),
    path(f"{HERE}decider/", views.decide, name="moderation_decide"),
    path(f"{HERE}suppressions/", views.removals, name="removals"),
    path(f"{HERE}suppressions/<uuid:removal_id>/", views.removal_end, name="removal_end"),
    path(f"{HERE}journal/", views.journal, name="moderation_journal"),
    path(f"{HERE}journal/<uuid:act_id>/reprendre/", views.undo, name="moderation_undo"),
]
