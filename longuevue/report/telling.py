"""Sentences that open a paper: three about the place, the figures put forward, the questions to put to a council.
Each is made from readings; an old figure is never put forward."""

from __future__ import annotations

from longuevue.report.desk import Desk, Reading, shortened
from longuevue.terms.levels import LEVELS
from longuevue.terms.spoken import lent

_NEAREST = ("commune", "arrondissement", "lau", "epci", "perimeter", "departement", "region", "country")
#: fields in the order in which they touch daily life, for the figures put forward
_DAILY = (
    "people",
    "education",
    "health",
    "housing-tourism",
    "economy",
    "languages-food-lifestyles",
    "culture",
    "sport",
    "cooperation",
    "institutions",
    "environment-urbanism",
    "debate",
)


def striking(desk: Desk, readings: list[Reading]) -> list[Reading]:
    """Readings that may be put forward, best first: recent, not zero, from near, close to daily life."""

    def rank(reading: Reading) -> tuple[bool, int, int, str]:
        near = _NEAREST.index(reading["area_level"]) if reading["area_level"] in _NEAREST else len(LEVELS)
        field = desk.marker(reading)["field"]
        return (reading["value"] == 0, near, _DAILY.index(field), reading["marker"])

    return sorted((r for r in readings if not desk.is_old(r)), key=rank)


def put_forward(desk: Desk, most: int = 3) -> list[Reading]:
    """The figures to show first: those of the place, then those a larger area lends; one field each while possible."""
    candidates = striking(desk, desk.own()) + striking(desk, [r["offered"] for r in desk.lent()])
    chosen: list[Reading] = []
    for reading in candidates:
        if desk.marker(reading)["field"] not in {desk.marker(c)["field"] for c in chosen}:
            chosen.append(reading)
    chosen += [r for r in candidates if r not in chosen]
    return chosen[:most]


def said_of(desk: Desk, reading: Reading) -> str:
    """The figure's sentence, with the name of the larger area when it is lent."""
    sentence = desk.aloud(reading)
    if desk.is_own(reading):
        return sentence
    name = shortened(reading["ref_area_name"])
    return lent(sentence, reading["area_level"], reading["ref_area"], name, desk.language)


def three_sentences(desk: Desk) -> list[str]:
    """What comes here, what goes or links, and what nobody sees yet."""
    if not desk.readings:
        return [desk.say("telling.nothing_asked")]
    own = striking(desk, desk.own())
    inbound = next((r for r in own if desk.marker(r)["direction"] == "inbound"), None)
    outbound = next((r for r in own if desk.marker(r)["direction"] != "inbound"), None)
    chosen = [r for r in (inbound, outbound) if r] or own[:2]
    sentences = (
        [] if desk.own() else [desk.say("telling.only_lent" if desk.lent() else "telling.none", place=desk.name)]
    )
    for borrowed in striking(desk, [r["offered"] for r in desk.lent()]):
        if len(sentences) + len(chosen) >= 2:
            break
        chosen.append(borrowed)
    sentences += [said_of(desk, r) for r in chosen]
    return [*sentences, gap(desk)]


def gap(desk: Desk) -> str:
    """How many questions have no figure at all, and the first to ask."""
    asked = [r for r in desk.readings if r["status"] != "not_applicable"]
    empty = desk.unanswered()
    if not empty:
        return desk.say("telling.gap_none", total=len(asked))
    text = desk.say("telling.gap_one" if len(empty) == 1 else "telling.gap", total=len(asked), unseen=len(empty))
    first = first_gaps(desk)[0]
    marker = desk.marker(first)
    who = desk.names(marker, 2)
    return text + (desk.say("telling.gap_who", question=desk.text(marker["question"]), who=who) if who else "")


def first_gaps(desk: Desk, most: int = 3) -> list[Reading]:
    """The gaps that would teach most here, as the diagnosis chose them, then the others in order of fields."""
    by_marker = {r["marker"]: r for r in desk.missing()}
    chosen = [by_marker[q["marker"]] for q in desk.portrait["questions"] if q["marker"] in by_marker]
    empty = [r for r in chosen if not r["offered"]] + [r for r in desk.unanswered() if r not in chosen]
    return [*empty, *(r for r in chosen if r["offered"])][:most]


def council_questions(desk: Desk) -> list[str]:
    """Three questions to put to the council: on a figure, on a gap, on whose view was asked."""
    first = put_forward(desk, 1)
    asked = [
        desk.say("debate.council_seen", fact=said_of(desk, first[0])) if first else desk.say("debate.council_no_figure")
    ]
    gaps = first_gaps(desk, 1)
    if gaps:
        marker = desk.marker(gaps[0])
        who = desk.names(marker, 2)
        asked.append(
            desk.say(
                "debate.council_gap" if who else "debate.council_gap_nobody",
                question=desk.text(marker["question"]),
                who=who,
                when=desk.say("debate.next_year"),
            )
        )
    return [*asked, desk.say("debate.council_whose")]
