"""Sentences made from figures: the three that open a territory's page, what to ask next, how to cite. No figure is computed here."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString

from longuevue.portal.figures import Figure
from longuevue.portal.pages import Visit
from longuevue.portal.words import say
from longuevue.terms import place_words
from longuevue.terms.countries import country_name
from longuevue.terms.spoken import lower_first

LEGEND = (
    "ok", "zero", "estimated", "partial", "low_precision", "too_uncertain", "suppressed",
    "not_available", "not_applicable", "not_observed", "old",
)  # fmt: skip


def three_sentences(visit: Visit, found: dict[str, Any], figures: list[Figure], first_to_ask: str = "") -> list[str]:
    """What comes here, what leaves or links, and what nobody sees yet: each made from this place's own figures."""
    sentences = []
    own = [f for f in figures if f.has_value]
    lent = [f for f in figures if not f.has_value and f.shown]
    inbound = _best([f for f in own if f.direction == "inbound"]) or _best([f for f in own if f.direction == "both"])
    outbound = _best([f for f in own if f.direction != "inbound" and f is not inbound])
    for figure in filter(None, (inbound, outbound)):
        sentences.append(_own_sentence(visit, figure))
    for part in found.get("parts") or []:
        if len(sentences) < 2 and part["country"] != "FR":
            sentences += _part_sentence(visit, part)
    for figure in _freshest(lent):
        if len(sentences) >= 2:
            break
        sentences.append(_lent_sentence(visit, figure, found, first=not sentences))
    if not sentences:
        sentences.append(visit.say("territory.no_figure", place=found["name"]))
    sentences.append(_gap(visit, figures, first_to_ask))
    return sentences


def _own_sentence(visit: Visit, figure: Figure) -> str:
    sentence = figure.aloud
    if figure.compared:
        name, value = figure.compared[-1]
        sentence = f"{sentence} {visit.say('territory.compared', name=name, value=value)}"
    return f"{sentence} {visit.say('territory.old')}" if figure.old else sentence


def _part_sentence(visit: Visit, part: dict[str, Any]) -> list[str]:
    """What the foreign part of a perimeter says of itself, when the whole has no such figure."""
    readings = visit.library.portrait(part["ref"])["readings"]
    figure = _best([visit.figure(r) for r in readings if r["value"] is not None])
    if figure is None:
        return []
    where = visit.say("cross.part", country=country_name(part["country"], visit.language))
    return [f"{where}{visit.say('frame.colon')} {lower_first(figure.aloud)}"]


def _best(figures: list[Figure]) -> Figure | None:
    return next(iter(_freshest(figures)), None)


def _freshest(figures: list[Figure]) -> list[Figure]:
    def rank(figure: Figure) -> tuple[bool, bool, int, str]:
        shown = figure.shown
        assert shown is not None
        near = ("commune", "arrondissement", "lau", "epci", "perimeter", "departement", "region", "country")
        return (shown.old, shown.is_zero, near.index(shown.level), figure.marker_id)

    return sorted((f for f in figures if f.shown and f.shown.aloud), key=rank)


def _lent_sentence(visit: Visit, figure: Figure, found: dict[str, Any], *, first: bool) -> str:
    shown = figure.shown
    assert shown is not None
    if not first:
        return shown.aloud
    of = place_words.of_place(shown.level, visit.library.code(shown.area), shown.place_name, visit.language)
    return f"{visit.say('territory.only_lent', place=found['name'], of=of)} {shown.aloud}"


def _gap(visit: Visit, figures: list[Figure], first_to_ask: str) -> str:
    missing = [f for f in figures if not f.shown]
    if not missing:
        return ""
    first = next((f for f in missing if f.marker_id == first_to_ask), missing[0])
    text = visit.say("territory.gap_sentence", total=len(figures), unseen=len(missing), question=first.question)
    who = ", ".join(first.seers[:2])
    return text + (visit.say("territory.gap_who", who=who) if who else "")


def questions_to_ask(visit: Visit, portrait: dict[str, Any], figures: list[Figure]) -> list[dict[str, str]]:
    """The three questions most worth asking here, as the diagnosis chose them, with who could answer."""
    by_id = {f.marker_id: f for f in figures}
    found = []
    for item in portrait.get("questions") or []:
        marker_id = item["marker"] if isinstance(item, dict) else item
        figure = by_id.get(marker_id)
        if figure is None:
            continue
        why = visit.text(item.get("why")) if isinstance(item, dict) else ""
        found.append(_asked(figure, why or figure.reason_text, visit))
    if not found:
        found = [_asked(f, f.reason_text, visit) for f in figures if not f.shown]
    return found[:3]


def _asked(figure: Figure, why: str, visit: Visit) -> dict[str, str]:
    return {
        "question": figure.question,
        "url": figure.marker_url,
        "why": why,
        "who": figure.who_text,
    }


def legend(visit: Visit) -> SafeString:
    """What every sign means, drawn once per language: it stands at the foot of most pages."""
    return _legend(visit.language)


@cache
def _legend(language: str) -> SafeString:
    statuses = [(m, say(f"status.name.{m}", language), say(f"status.means.{m}", language)) for m in LEGEND]
    return get_template("portal/parts/legend.html").render({"lang": language, "legend_statuses": statuses})


def citation(visit: Visit, what: str, path: str) -> str:
    """One line that names the page in this very edition."""
    library = visit.library
    address = path if path.startswith("/edition/") else f"/edition/{library.id}{path}"
    return say(
        "frame.citation",
        visit.language,
        what=what,
        observatory=visit.text(library.observatory.get("name")) or "Longuevue",
        edition=library.id,
        address=address,
    )
