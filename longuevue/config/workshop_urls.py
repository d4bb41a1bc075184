"""The portal's addresses, and the workshop's under `/atelier/`."""

from __future__ import annotations

from django.urls import include, path

from longuevue.config.urls import handler400, handler404, handler500
from longuevue.config.urls import urlpatterns as portal_patterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*portal_patterns, path("atelier/", include("longuevue.workshop.frame.urls"))]
