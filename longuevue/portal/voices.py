"""Stories in the words of a page, beside the figure they concern. What may be shown was decided before; nothing is counted here
that an edition did not count when it was made."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

from longuevue.edition.reader import HIDDEN
from longuevue.portal.pages import Visit
from longuevue.terms.paging import ways

#: stories a page, and how an address asks for one
A_PAGE, PAGE = 20, "recits"


def of_place(visit: Visit, area: str, marker: str = "") -> dict[str, Any]:
    """The stories told of a place, all or beside one figure; empty when there is none."""
    return _shown(visit, visit.library.edition.voices(area, marker), figure=not marker)


def of_marker(visit: Visit, marker: str) -> dict[str, Any]:
    """The stories told beside a figure, wherever they are."""
    return _shown(visit, visit.library.edition.voices_of_marker(marker), figure=False)


def _shown(visit: Visit, found: list[dict[str, Any]], *, figure: bool) -> dict[str, Any]:
    if not found:
        return {}
    kinds: dict[str, dict[str, Any]] = {}
    for one in found:
        name = visit.text(one["kind_name"]) or visit.say("stories.kind_unsaid")
        known: dict[str, Any] = {"id": one["kind"] if one["kind_name"] else "unsaid", "name": name, "found": []}
        kinds.setdefault(name, known)["found"].append(one)
    ordered = sorted(kinds.values(), key=lambda kind: (kind["id"] == "unsaid", kind["name"]))
    listed = [(kind["id"], one) for kind in ordered for one in kind["found"]]
    # a folder of files has no page behind a question mark: all the stories are then on one
    whole = getattr(visit.request, "to_a_file", False)
    page = Paginator(listed, len(listed) if whole else A_PAGE).get_page(visit.request.GET.get(PAGE))
    first = 0
    for kind in ordered:
        kind["count"] = len(kind["found"])
        number = first // page.paginator.per_page + 1
        kind["url"] = ("" if number == page.number else _address(visit, number)) + f"#stories-{kind['id']}"
        kind["stories"] = [_told(visit, one, figure=figure) for of, one in page if of == kind["id"]]
        first += len(kind.pop("found"))
    counted = visit.library.edition.voices_counted()
    expected = counted.get("expected")
    return {
        "kinds": ordered,
        "pages": _pages(visit, page),
        "count": len(found),
        "told": counted.get("told"),
        "expected": visit.say("stories.expected", **expected) if expected else "",
    }


def _pages(visit: Visit, page: Any) -> dict[str, Any]:
    """The links to the other pages, and where one is; empty when all is on one."""
    if not page.has_other_pages():
        return {}
    links = [
        {"name": visit.say(f"stories.{words}"), "url": f"{_address(visit, number)}#stories", "rel": rel}
        for words, number, rel in ways(page.number, page.paginator.num_pages)
    ]
    return {"links": links, "here": visit.say("stories.page_of", number=page.number, total=page.paginator.num_pages)}


def _address(visit: Visit, number: int) -> str:
    """This page with the stories of that number, whatever else its address asks."""
    asked = [(name, text) for name, texts in visit.request.GET.lists() for text in texts if name != PAGE]
    return f"{visit.request.path}?{urlencode([*asked, (PAGE, number)])}"


def _told(visit: Visit, one: dict[str, Any], *, figure: bool) -> dict[str, Any]:
    card = visit.library.markers.get(one["marker"]) if figure else None
    year = "" if one["year"] == HIDDEN else str(one["year"])
    who = one["signed"] or visit.say("stories.nobody")
    beside = (visit.text(one["age_name"]), year)
    return {
        "id": one["id"],
        "who": who,
        "question": one["question"],
        "beside": " · ".join(filter(None, beside)),
        "words": [{"asked": visit.text(part["asked"]), "text": part["text"]} for part in one["words"]],
        "figure": visit.text(card["label"]) if card else "",
        "url": visit.links.to("marker", marker=one["marker"]) if card else "",
    }
