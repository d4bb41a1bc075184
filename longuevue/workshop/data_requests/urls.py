"""Addresses of data requests."""

from __future__ import annotations

from django.urls import path

from longuevue.workshop.data_requests import views

HERE = "o/<slug:observatory>/demandes/"

urlpatterns = [
    path(HERE, views.requests, name="data_requests"),
    path(f"{HERE}nouvelle/", views.new, name="data_request_new"),
    path(f"{HERE}<uuid:request_id>/", views.show, name="data_request"),
    path(f"{HERE}<uuid:request_id>/suite/", views.step, name="data_request_step"),
    path(f"{HERE}<uuid:request_id>/lettre/<slug:letter>/", views.letter, name="data_request_letter"),
]
