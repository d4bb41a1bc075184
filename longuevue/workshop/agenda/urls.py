"""Addresses of the agenda. The public ones need no account."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.agenda import views

_HERE = "o/<slug:observatory>/agenda/"

urlpatterns = [
    path(_HERE, views.agenda, name="agenda"),
    path(f"{_HERE}agenda.ics", views.calendar_file, name="agenda_ics"),
    path(f"{_HERE}nouveau/", views.event_new, name="event_new"),
    path(f"{_HERE}apporter/", views.bring_in, name="agenda_in"),
    path(f"{_HERE}journal/<slug:log>/", views.log_new, name="agenda_log"),
    path(f"{_HERE}<uuid:event_id>/", views.event_edit, name="event_edit"),
    path("agenda/<slug:calendar>/", views.public_agenda, name="public_agenda"),
    path("agenda/<slug:calendar>/agenda.ics", views.public_calendar, name="public_calendar"),
]
