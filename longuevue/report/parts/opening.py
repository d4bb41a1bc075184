"""Chapter 1: what internationalisation means here, the place itself, how to read the words of the figures."""

from __future__ import annotations

from collections.abc import Iterator

from longuevue.report.desk import LONGEST_NAME, Desk
from longuevue.report.model import Facts, Paragraph, Section, Table
from longuevue.terms.countries import country_name
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.place_words import this_place
from longuevue.terms.words import STATUS_MEANS, STATUS_NAMES


def opening(desk: Desk) -> list[Section]:
    """The sections of the chapter."""
    say = desk.say
    what = [Paragraph(say(f"opening.{key}")) for key in ("definition", "beyond", "why", "stance")]
    scale = say("opening.scale", of_this=desk.of_this(), this=this_place(desk.place["level"], desk.language))
    return [
        Section(1, "opening", say("opening.title"), ()),
        Section(2, "opening-what", say("opening.what"), tuple(what)),
        Section(2, "opening-place", say("opening.place"), (Facts(tuple(_facts(desk))), *_zone(desk), Paragraph(scale))),
        Section(2, "opening-read", say("opening.read"), (Paragraph(say("opening.read_lead")), _legend(desk))),
    ]


def _facts(desk: Desk) -> Iterator[tuple[str, str]]:
    place, context, say = desk.place, desk.portrait["context"], desk.say
    if len(place["name"]) > LONGEST_NAME:
        yield say("opening.full_name"), place["name"]
    yield say("opening.level"), LEVEL_NAMES[place["level"]][desk.language]
    yield say("opening.code"), place["code"]
    people = place["population"]
    counted = say("opening.inhabitants", population=desk.number(people)) if people is not None else ""
    yield say("opening.population"), counted or say("opening.population_unknown")
    if context["communes"]:
        yield say("opening.communes"), desk.number(context["communes"])
    names = [parent["name"] for parent in place["parents"]]
    yield say("opening.holds"), ", ".join(names) or say("opening.holds_none")
    if place["level"] not in ("country", "perimeter", "region", "lau"):
        border = [country_name(code, desk.language) for code in context["border"]]
        yield say("opening.border"), ", ".join(border) or say("opening.border_none")
    if desk.portrait["parts"]:
        countries = [country_name(part["country"], desk.language) for part in desk.portrait["parts"]]
        yield say("opening.parts"), ", ".join(countries)


def _zone(desk: Desk) -> list[Paragraph]:
    notice = desk.portrait["context"]["notice"]
    return [Paragraph(notice[desk.language])] if notice else []


def _legend(desk: Desk) -> Table:
    say = desk.say
    order = ("ok", "zero", *(status for status in STATUS_NAMES if status not in ("ok", "zero", "old")), "old")
    rows = [(STATUS_NAMES[one][desk.language], STATUS_MEANS[one][desk.language]) for one in order]
    return Table(say("opening.read_caption"), (say("opening.word"), say("opening.means")), tuple(rows), widths=(26, 74))
