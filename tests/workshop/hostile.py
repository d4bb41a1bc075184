"""Hostile texts, and a person who puts each in every field of every form that an app shows. The pages come from Django's own map of
addresses and the fields from the pages themselves, so that a new field is tried without being asked for. No test here."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.workshop.addresses import filled, name_of, patterns

#: each does harm where a text is trusted: as a page, a formula, a line, a path, a template, a query
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp;amp; &#0; ]]>",
    '=HYPERLINK("http://x";"y")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "\u202eelbisivni\u202c \u200b\u2066x\u2069",
    "{{ 7*7 }}{{ request.user }}{% debug %}{0.__class__}",
    "%s %(x)s %n {x} {",
    "'; drop table testimonies_story; --",
    "../../../etc/passwd",
    "👩‍👩‍👧‍👦" * 40,
    "a\x00b",
    "\ud83d lone",
    "x" * 100_000,
    "ligne\r\nBcc: tous@valmont.example",
    "\x07\x1b[2J\x7f\ufffe sonne",
    "١٢٣ \ufdfd\ufdfd\ufdfd",
    "9" * 400,
)
#: for a field that takes one of a list, or a file's name
FEW = tuple(text for text in HOSTILE if text.startswith(("<script", "{{", "a\x00", "x", "9", "'; drop", "..")))
RUNS = re.compile(r"<script>alert|<img src=x|<svg/onload|href=\"javascript:|href='javascript:", re.IGNORECASE)
#: said by a template that was run, and by nothing else
RAN = re.compile(r"AnonymousUser|WSGIRequest|&lt;class &#x27;")
#: kinds of fields where a person writes
WRITTEN = ("text", "textarea", "email", "url", "search")
#: what a page may answer: it works, sends on, or says no in words
SAFE = {200, 302, 400, 403, 404, 409, 410, 413, 429}


def sent_as(text: str) -> str:
    """What a browser makes of it: half of a pair of signs is no sign."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


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
            value = said.get("value", "on")
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


@dataclass
class Attack:
    """What one field made of one text."""

    form: Form
    field: Field
    text: str
    response: Any
    after: Any
    #: what was found wrong in what leaves, once it was kept
    found: list[str]

    @property
    def taken(self) -> bool:
        """The text was kept: the page sent on to another one, or came back without a fault."""
        return accepted(self.response)

    def pages(self) -> list[Any]:
        return [one for one in (self.response, self.after) if one is not None]


def accepted(response: Any) -> bool:
    """What was sent was not refused."""
    return response.status_code == 302 or (response.status_code == 200 and b'class="fault' not in response.content)


def routes(prefixes: tuple[str, ...]) -> list[tuple[str, str, Any]]:
    """(name, route, view) of every address that begins so, after `/atelier/`."""
    return [
        (name_of(route, pattern), route, pattern.callback)
        for route, pattern in patterns()
        if route.removeprefix("atelier/").startswith(prefixes)
    ]


def pages(
    found: list[tuple[str, str, Any]], values: dict[str, Any], many: dict[str, list[Any]]
) -> Iterator[tuple[str, str]]:
    """(name, address) of every page to open, once for each value of the parts that have many."""
    for name, route, view in found:
        if "GET" not in view.door.methods:
            continue
        ways = [values]
        for part, each in many.items():
            if re.search(rf"<(?:\w+:)?{part}>", route):
                ways = [{**way, part: one} for way in ways for one in each]
        for way in ways:
            yield name, filled(route, way)


def forms_of(client: Client, addresses: Iterable[tuple[str, str]], here: set[str]) -> list[Form]:
    """Every form that these pages show and that goes to one of the names `here`, once each; the others are elsewhere's."""
    found: dict[tuple[str, ...], Form] = {}
    for _, address in addresses:
        response = client.get(address)
        if response.status_code == 200 and "html" in response["Content-Type"]:
            for one in Forms(address, response.content.decode()).forms:
                if one.name in here:
                    found.setdefault((one.method, one.address, *sorted(one.fields)), one)
    return list(found.values())


def send(
    client: Client, form: Form, said: dict[str, Any], look: Callable[[Any], Any] = lambda _: None
) -> tuple[Any, Any]:
    """(the answer, the page one is sent on to); `look` at the answer before everything written is undone."""
    cache.clear()
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.post(form.address, said) if form.method == "post" else client.get(form.address, said)
        after = client.get(response["Location"]) if response.status_code == 302 else None
        look(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response, after


def all_of(
    client: Client, forms: Iterable[Form], given: Callable[[Form], dict[str, Any]], look: Callable[[str], list[str]]
) -> Iterator[Attack]:
    """Each text in each field of each form, the others as they should be. `look(text)` once it was kept, before it is undone."""
    for form in forms:
        good = form.good(given(form))

        def tried(names: Iterable[str], text: str, form: Form = form, good: dict[str, Any] = good) -> list[Attack]:
            fields = [form.fields[name] for name in names]
            found: list[str] = []

            def kept(response: Any) -> None:
                found.extend(look(text) if accepted(response) and form.method == "post" else ())

            said = good | {one.name: _value(one.kind, text) for one in fields}
            response, after = send(client, form, said, kept)
            return [Attack(form, one, text, response, after, found) for one in fields]

        written = [one.name for one in form.fields.values() if one.kind in WRITTEN]
        for text in map(sent_as, HOSTILE):
            yield from _together(tried, written, text)
        for one in form.fields.values():
            if one.name not in written:
                for text in map(sent_as, FEW):
                    yield from tried([one.name], text)


def _together(tried: Callable[[Iterable[str], str], list[Attack]], names: list[str], text: str) -> Iterator[Attack]:
    """Every field at once, then those that the page does not refuse by name, then each alone; `make proof` does the last only."""
    left = names
    for _ in range(0 if os.environ.get("LONGUEVUE_FULL") == "1" or len(names) < 2 else 2):
        attacks = tried(left, text)
        if attacks[0].taken:
            yield from attacks
            return
        body = attacks[0].response.content.decode()
        refused = {name for name in left if f'id="id_{name}-faults"' in body}
        yield from (one for one in attacks if one.field.name in refused)
        left = [name for name in left if name not in refused]
        if not refused or not left:
            break
    for name in left:
        yield from tried([name], text)


def _value(kind: str, text: str) -> Any:
    """The text as that field would get it: a file has it as a name and as what it holds."""
    if kind == "file":
        return SimpleUploadedFile(text[:120] or "x", text.encode("utf-8", "replace"))
    return text


def faults_of(attack: Attack) -> list[str]:
    """What went wrong with one text in one field, in words."""
    told = list(attack.found)
    written = attack.field.kind in WRITTEN and attack.form.method == "post"
    if attack.taken and written and ("\x00" in attack.text or len(attack.text) >= 100_000):
        told.append(f"{attack.form.address} · {attack.field.name} · {attack.text[:30]!r} : kept, whole or not")
    for page in attack.pages():
        where = f"{attack.form.address} · {attack.field.name} · {attack.text[:30]!r}"
        if page.status_code not in SAFE:
            told.append(f"{where} : {page.status_code}")
        elif "html" in page.get("Content-Type", ""):
            body = page.content.decode()
            if found := RUNS.search(body) or RAN.search(body):
                told.append(f"{where} : {found[0]!r} on the page")
    return told


def shown(attack: Attack) -> bool:
    """The page after it says the text, escaped."""
    body = "".join(page.content.decode() for page in attack.pages() if page.status_code == 200)
    return attack.taken and escape(attack.text.strip(), quote=True) in body


@dataclass
class Came:
    """What every text in every field came to."""

    faults: list[str] = field(default_factory=list)
    #: forms that refuse what a person in good faith sends: nothing is tried of what they keep
    barred: set[str] = field(default_factory=set)
    #: « form field » of the texts written freely → those that were kept
    kept: dict[str, set[str]] = field(default_factory=dict)
    #: texts that a page showed, escaped
    seen: set[str] = field(default_factory=set)


def attacked(
    client: Client, forms: list[Form], given: Callable[[Form], dict[str, Any]], look: Callable[[str], list[str]]
) -> Came:
    """Everything tried."""
    client.raise_request_exception = False
    came = Came()
    for form in forms:
        response, _ = send(client, form, form.good(given(form)))
        if not accepted(response):
            came.barred.add(f"{form.name} {' '.join(form.fields)}")
    for attack in all_of(client, forms, given, look):
        came.faults += faults_of(attack)
        if attack.field.kind in ("text", "textarea") and attack.form.method == "post":
            kept = came.kept.setdefault(f"{attack.form.name} {attack.field.name}", set())
            kept.update({attack.text} if attack.taken else ())
        came.seen.update({attack.text} if shown(attack) else ())
    return came
