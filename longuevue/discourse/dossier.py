"""What leaves the meter for an edition: counts, the share as it may be printed, and each sentence in its place, names hidden.
One dossier is one corpus of one place; it is plain data, and nothing in it can be recomputed into a name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from longuevue.discourse.corpus.completeness import certificate
from longuevue.discourse.corpus.document import TITLE, UNREAD, Document
from longuevue.discourse.facts import (
    Row,
    deliberation_rows,
    journal_rows,
    programme_rows,
    rank_rows,
    sessions_of,
    year_of,
)
from longuevue.discourse.judge.lexicon import THEMES, version
from longuevue.discourse.measure.coding import CodedRow, stratified_share
from longuevue.discourse.measure.correction import Share, corrected_share
from longuevue.discourse.measure.counting import JudgedUnit, judged, tallies_by_list, tally
from longuevue.discourse.measure.quality import known_errors
from longuevue.discourse.uptake.origin import origins_by_theme
from longuevue.discourse.uptake.record import Followed, traces_in, uptake_page, uptake_rows
from longuevue.discourse.uptake.standing import Rule, ThemeSeen, standing
from longuevue.terms.refusal import Refusal

FORMAT = "longuevue-meter/1"
DELIBERATIONS, MINUTES, PROGRAMMES, JOURNAL = "deliberations", "minutes", "programmes", "journal"
CORPORA = (DELIBERATIONS, MINUTES, PROGRAMMES, JOURNAL)
#: under this many hand-coded units the share is an upper bound (methodology §5.2)
ENOUGH_CODED = 150


def dossier(
    documents: Sequence[Document],
    *,
    area: str,
    corpus: str,
    period: str,
    mask: Callable[[str], str],
    partner_places: Sequence[str] = (),
    coded: Sequence[CodedRow] = (),
    rule: Rule | None = None,
    lists_in_order: Sequence[tuple[str, str]] = (),
    followed: Followed | None = None,
) -> dict[str, Any]:
    """The dossier of these documents; refuses a corpus of which nothing could be read."""
    units = judged(documents, partner_places)
    if not any(one.counts for one in units):
        why = " ; ".join(f"{one.name} : {one.why}" for one in documents[:5] if one.why) or "aucune unité"
        raise Refusal(f"Rien n'a pu être lu ({why}).", "Donnez un fichier lisible, ou une version en texte.")
    rule = rule or Rule()
    enough = len({row.id for row in coded}) >= ENOUGH_CODED
    share = stratified_share(units, list(coded)) if enough else corrected_share(units, errors=known_errors())
    counted = tally(units)
    periods = sorted({year_of(one, period) for one in units if one.counts})
    lists = list(lists_in_order) or [pair for document in documents for pair in document.lists]
    facts = _rows(units, documents, corpus, period, lists)
    uptake = None
    if followed is not None:
        traces, later = traces_in(units, followed, period)
        uptake = uptake_page(traces, later, units, followed.since, mask)
        if corpus in (DELIBERATIONS, MINUTES):
            facts += uptake_rows(traces, later, period, corpus)
    return {
        "format": FORMAT,
        "area": area,
        "corpus": corpus,
        "lexicon": version(),
        "periods": periods,
        "facts": facts,
        "share": printed(share, enough),
        "counts": {
            "units": counted.units,
            "international": counted.international,
            "words_percent": _part(counted.international_words, counted.words),
            "pages_percent": _part(len(counted.international_pages), len(counted.pages)),
            "space_cm2": counted.space_cm2 if counted.has_space else None,
            "space_international_cm2": counted.international_space_cm2 if counted.has_space else None,
            "boilerplate": counted.boilerplate,
            "european_boilerplate": counted.european_boilerplate,
            "copies": counted.copies,
            "other_languages": counted.other_languages,
            "documents": len(documents),
            "documents_unread": sum(one.status == UNREAD for one in documents),
            "pages_unread": sum(len(one.unread_pages) for one in documents),
            "titles_only": any(one.unit.kind == TITLE for one in units),
        },
        "unread": [{"name": one.name, "why": one.why} for one in documents if one.status != "read"],
        "certificate": _certificate(documents, corpus),
        "themes": [_theme(theme, counted.themes.get(theme, 0), counted.units, rule) for theme in THEMES],
        "directions": dict(counted.directions),
        "origins": origins_by_theme(units, corpus),
        "lists": _lists(units, lists),
        "uptake": uptake,
        "rule": standing(ThemeSeen("other", 0, 0), rule).rule,
        "sentences": sentences(_in_order(units, lists), mask, listed=corpus == PROGRAMMES),
    }


def printed(share: Share, enough: bool) -> dict[str, Any]:
    """The only wording a page may print: an upper bound until enough is coded, then a point and its interval."""
    french, english = share.shown(), share.shown_en()
    if enough and share.value is not None and share.low is not None and share.high is not None:
        low, point, high = (f"{number:.1f}" for number in (share.low, share.value, share.high))
        french = f"{point} % (entre {low} et {high} %)".replace(".", ",")
        english = f"{point}% (between {low} and {high}%)"
    return {
        "fr": french,
        "en": english,
        "coded": enough,
        "low": share.low,
        "high": share.high,
        "confidence": 0.95,
        "method": share.method,
    }


def sentences(units: Sequence[JudgedUnit], mask: Callable[[str], str], *, listed: bool = False) -> list[dict[str, Any]]:
    """Every international unit in its place, in reading order, the names of private persons hidden."""
    return [
        {
            "document": mask(one.unit.document),
            "page": one.unit.page,
            "number": one.unit.position,
            "date": one.unit.date,
            "list": one.unit.group if listed else None,
            "text": mask(one.unit.text),
            "themes": list(one.judgement.themes),
            "direction": one.judgement.direction,
            "reasons": [mask(reason) for reason in one.judgement.reasons],
        }
        for one in units
        if one.counts and one.judgement.international
    ]


def _in_order(units: Sequence[JudgedUnit], lists: Sequence[tuple[str, str]]) -> list[JudgedUnit]:
    """Sentences of programmes follow the official order of lists too; other texts keep their own."""
    place = {list_id: number for number, (list_id, _) in enumerate(lists)}
    return sorted(units, key=lambda one: place.get(one.unit.group or "", len(place)))


def _part(part: float, whole: float) -> float | None:
    return 100.0 * part / whole if whole else None


def _rows(
    units: Sequence[JudgedUnit],
    documents: Sequence[Document],
    corpus: str,
    period: str,
    lists: Sequence[tuple[str, str]],
) -> list[Row]:
    if corpus == PROGRAMMES:
        return programme_rows(units, lists, period)
    if corpus == JOURNAL:
        return journal_rows(units, documents, period)
    category = MINUTES if corpus == MINUTES else "full_text"
    return deliberation_rows(units, documents, period, category) + rank_rows(sessions_of(units, period))


def _certificate(documents: Sequence[Document], corpus: str) -> dict[str, Any] | None:
    """Is the series of a council complete; None for texts that are no acts of a council."""
    if corpus not in (DELIBERATIONS, MINUTES):
        return None
    found = certificate(documents)
    return {
        "fr": found.sentence(),
        "en": found.sentence("en"),
        "sessions": list(found.sessions),
        "missing_numbers": [list(hole) for hole in found.missing_numbers],
        "silences": [list(silence) for silence in found.silences],
    }


def _theme(theme: str, on_theme: int, read: int, rule: Rule) -> dict[str, Any]:
    found = standing(ThemeSeen(theme, read, on_theme), rule)
    return {
        "theme": theme,
        "units": on_theme,
        "status": found.status,
        "said": {"fr": found.said, "en": found.said_en},
        "why": {"fr": found.why, "en": found.why_en},
    }


def _lists(units: Sequence[JudgedUnit], lists: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Counts by list, in the order given; a list without a written proposal is unread, not zero."""
    tallies = tallies_by_list(units)
    return [
        {
            "id": list_id,
            "label": label,
            "units": tallies[list_id].units if list_id in tallies else None,
            "international": tallies[list_id].international if list_id in tallies else None,
        }
        for list_id, label in lists
    ]
