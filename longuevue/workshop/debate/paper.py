"""The record as a tagged PDF of two pages, by WeasyPrint, from the same words as its page. Nothing is fetched from a network."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from longuevue.terms.refusal import Refusal
from longuevue.workshop.frame.words import language, say

VARIANT = "pdf/ua-1"
_FACES = (("regular", 400, "normal"), ("semibold", 600, "normal"), ("it", 400, "italic"))


def record_as_pdf(record: Any) -> bytes:
    """The record on paper."""
    from longuevue.workshop.debate.showing import record_context

    return pdf_of("debate/record_paper.html", record_context(record))


def pdf_of(template: str, context: dict[str, Any]) -> bytes:
    """A page as PDF bytes: the same words give the same bytes. Raises `Refusal` where the library of letters is missing."""
    return _printed(render_to_string(template, {**context, "lang": language(), "faces": _faces()}))


@lru_cache(maxsize=16)
def _printed(html: str) -> bytes:
    with contextlib.suppress(Exception):
        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        logging.getLogger("fontTools").setLevel(logging.ERROR)
    try:
        import weasyprint
    except OSError as error:
        raise Refusal(say("debate.no_pango"), say("debate.no_pango_remedy")) from error
    identifier = hashlib.sha256(html.encode("utf-8")).digest()[:16]
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data", "file"))
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    written: bytes = document.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    return written


def _faces() -> str:
    """The portal's letters, from the disk; without them the system's own are used."""
    folder = Path(str(resources.files("longuevue"))) / "_assets" / "fonts"
    rules = []
    for name, weight, style in _FACES:
        path = folder / f"source-sans-{name}.ttf"
        if path.is_file():
            rules.append(
                f"@font-face{{font-family:'Source Sans 3';font-weight:{weight};font-style:{style};"
                f"src:url('{path.as_uri()}')format('truetype')}}"
            )
    return "".join(rules)
