"""Every paper in every form, from one place: what the command line and the batch call. Writing to disk is theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from longuevue.edition.reader import Edition
from longuevue.report.brief import brief
from longuevue.report.desk import Desk
from longuevue.report.diagnostic import diagnostic
from longuevue.report.kits import magazine, questions
from longuevue.report.model import Paper
from longuevue.terms.refusal import Refusal

PAPERS: Final[dict[str, Callable[[Desk], Paper]]] = {
    "report": diagnostic,
    "brief": brief,
    "magazine": magazine,
    "questions": questions,
}
KITS: Final = ("magazine", "card", "questions")
FORMS: Final = ("pdf", "html", "docx", "odt", "json", "csv")
CARD_FORMS: Final = ("svg", "png")


def made(edition: Edition, area: str, kind: str, form: str, language: str = "fr") -> bytes:
    """The bytes of one paper. Raises `Refusal` for a form that this kind does not have."""
    check(kind, form)
    desk = Desk(edition, area, language)
    if kind == "card":
        from longuevue.report.card import card

        drawing = card(desk)
        if form == "svg":
            return drawing.svg.encode("utf-8")
        from longuevue.report.raster import png

        return png(drawing.svg, scale=1)
    paper = PAPERS[kind](desk)
    return _written(desk, paper, form)


def _written(desk: Desk, paper: Paper, form: str) -> bytes:
    if form == "html":
        from longuevue.report.html import page

        return page(paper).encode("utf-8")
    if form == "pdf":
        from longuevue.report.pdf import pdf

        return pdf(paper)
    if form == "docx":
        from longuevue.report.docx import docx

        return docx(paper)
    if form == "odt":
        from longuevue.report.odt import odt

        return odt(paper)
    from longuevue.report.data import as_csv, as_json

    return as_json(desk, paper) if form == "json" else as_csv(desk)


def check(kind: str, form: str) -> None:
    """Refuse at once a form that the kind does not have."""
    forms = CARD_FORMS if kind == "card" else FORMS
    if form not in forms:
        raise Refusal(
            f"La forme « {form} » n'existe pas pour {'la carte' if kind == 'card' else 'ce document'}.",
            f"Terminez le nom du fichier par : {', '.join('.' + f for f in forms)}.",
        )


def form_of(path: Path, kind: str) -> str:
    """The form that a file's name asks for."""
    form = path.suffix.lstrip(".").lower()
    if not form:
        raise Refusal(
            f"Le nom « {path.name} » ne dit pas la forme voulue.",
            f"Terminez-le par : {', '.join('.' + f for f in (CARD_FORMS if kind == 'card' else FORMS))}.",
        )
    check(kind, form)
    return form
