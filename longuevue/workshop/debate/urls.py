"""Addresses of rooms: those that anyone opens, then those of an observatory's members."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.debate import leading, views

HERE = "o/<slug:observatory>/debats/"
ROOM = "debat/<uuid:room_id>/"

urlpatterns = [
    path("debat/chiffre/", views.from_figure, name="room_from_figure"),
    path("debat/reprendre/", views.take_back, name="post_take_back"),
    path(ROOM, views.room, name="room"),
    path(f"{ROOM}ecrire/", views.write, name="post_new"),
    path(f"{ROOM}voter/", views.vote, name="room_vote"),
    path(f"{ROOM}compte-rendu/", views.record, name="room_record"),
    path(f"{ROOM}compte-rendu.pdf", views.record_pdf, name="room_record_pdf"),
    path(HERE, leading.rooms, name="rooms"),
    path(f"{HERE}nouveau/", leading.new, name="room_new"),
    path(f"{HERE}<uuid:room_id>/", leading.lead, name="room_lead"),
    path(f"{HERE}<uuid:room_id>/fermer/", leading.close, name="room_close"),
    path(f"{HERE}<uuid:room_id>/cherche/", leading.seek, name="side_sought"),
    path(f"{HERE}<uuid:room_id>/compte-rendu/", leading.make_record, name="record_make"),
    path(f"{HERE}contribution/<uuid:post_id>/", leading.read_post, name="post_read"),
    path(f"{HERE}contribution/<uuid:post_id>/repondre/", leading.answer, name="post_answer"),
]
