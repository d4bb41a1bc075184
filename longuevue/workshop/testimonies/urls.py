"""Addresses of testimonies. A token stands in one address only, which sends on at once to one that does not hold it."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.testimonies import views

HERE = "o/<slug:observatory>/recits/"

urlpatterns = [
    path("raconter/<uuid:campaign_id>/", views.start, name="story_start"),
    path("recit/lien/<str:token>/", views.come_back, name="story_link"),
    path("recit/<int:screen>/", views.screen, name="story_screen"),
    path("recit/hors-ligne.js", views.worker, name="story_worker"),
    path("recit/voix/<uuid:note_id>/", views.agree, name="voice_agree"),
    path("recit/recu/", views.receipt, name="story_receipt"),
    path("recit/retirer/", views.take_back, name="story_take_back"),
    path(HERE, views.stories, name="stories"),
    path(f"{HERE}campagne/", views.new_campaign, name="campaign_new"),
    path(f"{HERE}campagne/<uuid:campaign_id>/feuille/", views.paper, name="campaign_paper"),
    path(f"{HERE}campagne/<uuid:campaign_id>/voix/", views.quotas, name="campaign_quotas"),
    path(f"{HERE}groupe/", views.refuse_group, name="stories_refuse"),
    path(f"{HERE}<uuid:story_id>/voix/<uuid:note_id>/", views.voice, name="voice_note"),
    path(f"{HERE}<uuid:story_id>/", views.decide, name="story_decide"),
]
