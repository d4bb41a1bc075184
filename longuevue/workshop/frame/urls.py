"""Addresses of the workshop, app by app. Each app's own are in its `urls.py`."""

from __future__ import annotations

from django.urls import include, path
from django.views.i18n import set_language

from longuevue.workshop.frame.views import home

urlpatterns = [
    path("", home, name="workshop"),
    path("langue/", set_language, name="set_language"),
    path("compte/", include("allauth.urls")),
    path("", include("longuevue.workshop.accounts.urls")),
    path("", include("longuevue.workshop.observatories.urls")),
    path("", include("longuevue.workshop.actors.urls")),
    path("", include("longuevue.workshop.data_requests.urls")),
    path("", include("longuevue.workshop.sheets.urls")),
    path("", include("longuevue.workshop.links.urls")),
    path("", include("longuevue.workshop.moderation.urls")),
    path("", include("longuevue.workshop.policies.urls")),
    path("", include("longuevue.workshop.agenda.urls")),
    path("", include("longuevue.workshop.decidim.urls")),
    path("", include("longuevue.workshop.press.urls")),
    path("", include("longuevue.workshop.testimonies.urls")),
    path("", include("longuevue.workshop.waves.urls")),
    path("", include("longuevue.workshop.effects.urls")),
    path("", include("longuevue.workshop.debate.urls")),
    path("", include("longuevue.workshop.tables.urls")),
    path("", include("longuevue.workshop.coding.urls")),
]
