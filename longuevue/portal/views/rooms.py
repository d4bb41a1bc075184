"""The record of a debate, on the portal."""

from __future__ import annotations

from longuevue.portal import rooms
from longuevue.portal.pages import Content, Visit, page
from longuevue.portal.telling import citation


@page
def room(visit: Visit, room: str) -> Content:
    """`/fr/debats/<room>/`: what was said on all sides, with the figure as it was"""
    told = rooms.told(visit, visit.library.edition.room(room))
    return "portal/room.html", {"told": told, "citation": citation(visit, told["asks"], visit.request.path)}
