"""The page as a tagged PDF (PDF/UA-1), by WeasyPrint, which declares accessibility without checking it: we check here
that no drawing lacks its words before a file is written. Reading the file back is the tests' work."""

from __future__ import annotations

import contextlib
import ctypes.util
import gc
import hashlib
import logging
import sys
from collections.abc import Iterator
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
    with _collector_at_rest():
        document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(pdf_variant=VARIANT)
        return document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)


def images_without_words(html: str) -> int:
    """How many images of the page have no alternative text."""
    counter = _Images()
    counter.feed(html)
    return counter.without


@contextlib.contextmanager
def _libraries_by_their_own_names() -> Iterator[None]:
    """On Linux WeasyPrint's libraries open by the last name it tries; for each name before, Python would start a compiler
    and a linker to look for it, a second in all."""
    if sys.platform != "linux" or "weasyprint" in sys.modules:
        yield
        return
    usual = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = usual


@contextlib.contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Laying out makes half a million small objects that all live to the end: looking among them for garbage again and
    again takes a fifth of the time and finds none. They go in one sweep afterwards."""
    resting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if resting:
            gc.enable()


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
        with _libraries_by_their_own_names():
            import weasyprint
    except OSError as error:
        raise Refusal(
            "Le PDF demande la bibliothèque Pango, qui manque à cette machine.",
            "Installez libpango-1.0-0, libpangoft2-1.0-0 et libharfbuzz-subset0, ou demandez un .html, .docx ou .odt.",
        ) from error
    return weasyprint
