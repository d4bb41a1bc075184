"""Words shown to people, French first, then English. Choosing the language of a page is not done here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in French and English; `en` may be empty, and then the reader is told so."""

    fr: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in `language` ("fr" or "en"), French where the English is missing."""
        return self.en if language == "en" and self.en else self.fr
