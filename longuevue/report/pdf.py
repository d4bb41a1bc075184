"""The page as a tagged PDF (PDF/UA-1), by WeasyPrint, which declares accessibility without checking it: we check here
that no drawing lacks its words before a file is written. Reading the file back is the tests' work."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from html.parser import HTMLParser

from longuevue.report.html import page
from longuevue.report.model import Paper
from longuevue.terms.refusal import Refusal

VARIANT = "pdf/ua-1"


def pdf(paper: Paper) -> bytes:
    """The paper as PDF bytes: the same paper gives the same bytes."""
    html = page(paper, embedded=False)
    without = images_without_words(html)
    if without:
        raise ValueError(f"{without} drawings have no alternative text")
    weasyprint = _weasyprint()
    identifier = hashlib.sha256(html.encode("utf-8")).digest()[:16]
    # a paper reads its own data: addresses and the fonts on the disk, never a network
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data", "file"))
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(pdf_variant=VARIANT)
    return document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)


def images_without_words(html: str) -> int:
    """How many images of the page have no alternative text."""
    counter = _Images()
    counter.feed(html)
    return counter.without


class _Images(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.without = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "svg" or (tag == "img" and not (dict(attrs).get("alt") or "").strip()):
            self.without += 1


def _weasyprint():  # type: ignore[no-untyped-def]
    with contextlib.suppress(Exception):
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        import weasyprint
    except OSError as error:
        raise Refusal(
            "Le PDF demande la bibliothèque Pango, qui manque à cette machine.",
            "Installez libpango-1.0-0, libpangoft2-1.0-0 et libharfbuzz-subset0, ou demandez un .html, .docx ou .odt.",
        ) from error
    return weasyprint
