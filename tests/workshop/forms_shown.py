"""The forms of a page, read from the page as a browser reads them, with what a person in good faith would send. No test here."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.urls import resolve


@dataclass
class Field:
    """One field of a form, as the page shows it, with something that it takes."""

    name: str
    kind: str
    good: list[str] = field(default_factory=list)
    needed: bool = False


@dataclass
class Form:
    """One form of a page: where it goes, how, and its fields."""

    address: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the address that it goes to."""
        return str(resolve(self.address.partition("?")[0]).url_name)

    def good(self, given: dict[str, Any]) -> dict[str, Any]:
        """What a person in good faith would send."""
        told = {one.name: one.good for one in self.fields.values() if one.good}
        return told | {name: value for name, value in given.items() if name in self.fields}


GOOD = {"date": "2027-05-01", "datetime-local": "2027-05-01T10:00", "number": "1", "email": "a@valmont.example",
        "url": "https://valmont.example/"}  # fmt: skip


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: str, text: str) -> None:
        super().__init__()
        self.page, self.forms = page, list[Form]()
        self.open: Form | None = None
        self.select: Field | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(said.get("action") or self.page, said.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is not None and said.get("name") and said["name"] != "csrfmiddlewaretoken":
            kind = said.get("type", "text") if tag == "input" else tag
            if tag in ("input", "textarea", "select", "button"):
                self._field(kind, said)
        if tag == "option" and self.select is not None and said.get("value"):
            self.select.good = [said["value"]] if "selected" in said or not self.select.good else self.select.good

    def _field(self, kind: str, said: dict[str, str]) -> None:
        assert self.open is not None
        one = self.open.fields.setdefault(said["name"], Field(said["name"], kind))
        one.needed |= "required" in said
        if kind == "select":
            self.select = one
        elif kind in ("radio", "button", "submit", "hidden", "checkbox"):
            value = said.get("value", "on" if kind in ("radio", "checkbox") else "")
            if kind == "checkbox" and not ("checked" in said or "required" in said):
                return
            if not one.good or "checked" in said:
                one.good = [value]
        elif kind != "file":
            default = GOOD.get(kind, "Un mot de Valmont")
            one.good = [said.get("value") or default] if "required" in said or said.get("value") else []

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        if tag == "select":
            self.select = None
