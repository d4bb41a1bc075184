"""Hostile texts, and a person who puts each in every field of every form that an app shows. The pages come from Django's own map of
addresses and the fields from the pages themselves, so that a new field is tried without being asked for. No test here."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import CharField, JSONField, TextField
from django.test import Client

from tests.workshop.addresses import filled, name_of, patterns
from tests.workshop.forms_shown import Field, Form, Forms

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
if os.environ.get("LONGUEVUE_FULL") != "1":
    FEW = tuple(text for text in FEW if text.startswith(("<script", "a\x00", "x", "9")))
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


#: what each sweep tries, as the beginnings of addresses after `/atelier/`; together they are the whole workshop
HERE = "o/<slug:observatory>/"
SWEEPS: dict[str, tuple[str, ...]] = {
    "stories": (f"{HERE}recits",),
    "telling": ("recit", "raconter"),
    "rooms": (f"{HERE}debats",),
    "debate": ("debat",),
    "policies": (f"{HERE}decisions",),
    "agenda": (f"{HERE}agenda", "agenda"),
    "coding": (f"{HERE}codage",),
    "effects": (f"{HERE}effets",),
    "actors": (f"{HERE}acteurs", f"{HERE}qui-voit-quoi"),
    "still true": ("vrai/",),
    "links": (f"{HERE}liens", f"{HERE}fiches", f"{HERE}reseaux", f"{HERE}organisation"),
    "sheets": (f"{HERE}feuilles",),
    "sheet by link": ("feuille/",),
    "tables": (f"{HERE}tables", f"{HERE}perceptions"),
    "phones": ("t/", "e/"),
    "desk": (
        *(f"{HERE}{part}" for part in ("reglages", "marqueurs", "calendrier", "demandes", "decidim", "publier", "habitant")),
        *(f"{HERE}{part}" for part in ("membres", "moderation")), "moi/", "invitation/", "observatoires/", "lien/",
    ),
}  # fmt: skip
#: pages of the libraries of accounts and languages, which have their own tests
OF_LIBRARIES = ("compte/", "langue/")

#: columns that say the beginning of what another keeps whole
EXTRACTS: set[tuple[str, str]] = set()


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
    for one in said.values():
        if isinstance(one, SimpleUploadedFile):
            one.seek(0)  # read to its end the time before
    with transaction.atomic():
        response = client.post(form.address, said) if form.method == "post" else client.get(form.address, said)
        after = client.get(response["Location"]) if response.status_code == 302 else None
        look(response)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response, after


def all_of(
    client: Client,
    forms: Iterable[Form],
    given: Callable[[Form], dict[str, Any]],
    look: Callable[[str], list[str]],
    *,
    by_turns: bool = False,
) -> Iterator[Attack]:
    """Each text in each field of each form, the others as they should be. `look(text)` once it was kept, before it is undone.
    `by_turns`, where many forms are of one make: the few texts in each, the others in one form of three; `make proof` tries all."""
    by_turns &= os.environ.get("LONGUEVUE_FULL") != "1"
    for turn, form in enumerate(forms):
        good = form.good(given(form))

        def tried(names: Iterable[str], text: str, form: Form = form, good: dict[str, Any] = good) -> list[Attack]:
            fields = [form.fields[name] for name in names]
            found: list[str] = []

            def kept(response: Any) -> None:
                if accepted(response) and form.method == "post":
                    found.extend([*look(text), *cut(text)])

            said = good | {one.name: _value(one.kind, text) for one in fields}
            response, after = send(client, form, said, kept)
            return [Attack(form, one, text, response, after, found) for one in fields]

        written = [one.name for one in form.fields.values() if one.kind in WRITTEN]
        texts = [one for n, one in enumerate(HOSTILE) if not by_turns or one in FEW or n % 3 == turn % 3]
        for text in map(sent_as, texts):
            yield from _together(tried, written, text)
        chosen = [one.name for one in form.fields.values() if one.name not in written]
        for text in map(sent_as, FEW):
            yield from _together(tried, chosen, text)


def cut(text: str) -> list[str]:
    """The columns of the workshop that keep the beginning of a long text and not the whole of it."""
    if not 200 <= len(text) < 100_000 or " " in text:
        return []
    found = []
    for model in apps.get_models(include_auto_created=False):
        if not model.__module__.startswith("longuevue.workshop") or hasattr(model, "history_id"):
            continue
        names = [
            one.attname for one in model._meta.concrete_fields if isinstance(one, TextField | CharField | JSONField)
        ]
        for row in model._base_manager.values_list(*names) if names else ():
            for name, kept in zip(names, row, strict=True):
                said = kept if isinstance(kept, str) else json.dumps(kept, ensure_ascii=False)
                if text[:40] in said and text not in said and (model.__name__, name) not in EXTRACTS:
                    found.append(f"{model.__name__}.{name} : {text[:10]}… cut after {len(said)} signs")
    return found


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
        elif "html" in page.get("Content-Type", "") and (found := run_on(page)):
            told.append(f"{where} : {found!r} on the page")
    return told


def run_on(page: Any) -> str:
    """What runs on that page, read once for all the fields that were sent together."""
    if not hasattr(page, "run_on"):
        body = page.content.decode()
        found = RUNS.search(body) or RAN.search(body)
        page.run_on = found[0] if found else ""
    return str(page.run_on)


def shown(attack: Attack) -> bool:
    """The page after it says the text, escaped."""
    if not attack.taken:
        return False
    body = "".join(page.content.decode() for page in attack.pages() if page.status_code == 200)
    return escape(attack.text.strip(), quote=True) in body


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
    client: Client,
    forms: list[Form],
    given: Callable[[Form], dict[str, Any]],
    look: Callable[[str], list[str]],
    *,
    by_turns: bool = False,
) -> Came:
    """Everything tried."""
    client.raise_request_exception = False
    came = Came()
    for form in forms:
        response, _ = send(client, form, form.good(given(form)))
        if not accepted(response):
            came.barred.add(f"{form.name} {' '.join(form.fields)}")
    for attack in all_of(client, forms, given, look, by_turns=by_turns):
        came.faults += faults_of(attack)
        if attack.field.kind in ("text", "textarea") and attack.form.method == "post":
            kept = came.kept.setdefault(f"{attack.form.name} {attack.field.name}", set())
            kept.update({attack.text} if attack.taken else ())
        came.seen.update({attack.text} if shown(attack) else ())
    return came


def swept(
    client: Client,
    prefixes: tuple[str, ...],
    parts: dict[str, Any],
    given: dict[str, Any] | Callable[[Form], dict[str, Any]],
    more: Iterable[str] = (),
    *,
    by_turns: bool = False,
    **many: Any,
) -> tuple[Came, set[str], set[str]]:
    """(what came of it, the addresses that no form led to, the fields that keep none of the texts)."""
    found = routes(prefixes)
    places = [*pages(found, parts, many), *(("", one) for one in more)]
    forms = forms_of(client, places, {name for name, *_ in found})
    came = attacked(client, forms, given if callable(given) else lambda form: given, lambda _: [], by_turns=by_turns)
    untried = {name for name, _, view in found if "POST" in view.door.methods} - {one.name for one in forms}
    return came, untried, {one for one, texts in came.kept.items() if not texts}
