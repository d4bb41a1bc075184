"""Where the web pieces are plugged together: today the portal. Addresses themselves are in each room."""

from __future__ import annotations

from longuevue.portal.urls import handler400, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]
