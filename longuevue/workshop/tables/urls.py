"""Addresses of meetings and surveys. A phone's are short: they are read from a screen."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.tables import leading, phones, surveys

HERE = "o/<slug:observatory>/tables/"
ONE = f"{HERE}<uuid:meeting_id>/"
GAPS = "o/<slug:observatory>/perceptions/"

urlpatterns = [
    path("t/", phones.door_of_code, name="phone_code"),
    path("t/<str:code>/", phones.phone, name="phone"),
    path("t/<str:code>/dire/", phones.say_it, name="phone_say"),
    path("t/<str:code>/voter/<uuid:poll_id>/", phones.vote, name="phone_vote"),
    path("e/<str:code>/", surveys.perceive, name="perceive"),
    path(HERE, leading.tables, name="tables"),
    path(f"{HERE}nouvelle/", leading.new, name="table_new"),
    path(ONE, leading.table, name="table"),
    path(f"{ONE}ecran/", leading.screen, name="table_screen"),
    path(f"{ONE}ecrire/", leading.enter, name="table_enter"),
    path(f"{ONE}vote/", leading.open_poll, name="poll_open"),
    path(f"{ONE}finir/", leading.end, name="table_end"),
    path(f"{ONE}porter/", leading.carry, name="table_carry"),
    path(f"{ONE}compte-rendu/", leading.minutes, name="table_minutes"),
    path(f"{ONE}compte-rendu.pdf", leading.minutes_pdf, name="table_minutes_pdf"),
    path(f"{HERE}mot/<uuid:word_id>/", leading.sort_out, name="table_sort"),
    path(f"{HERE}vote/<uuid:poll_id>/fermer/", leading.close_poll, name="poll_close"),
    path(GAPS, surveys.surveys, name="surveys"),
    path(f"{GAPS}nouvelle/", surveys.new, name="survey_new"),
    path(f"{GAPS}<uuid:survey_id>/", surveys.survey, name="survey"),
    path(f"{GAPS}<uuid:survey_id>/suite/", surveys.go_on, name="survey_next"),
]
