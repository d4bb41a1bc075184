"""A strict reader of iCalendar written from RFC 5545 alone, to check what we write. It knows nothing of our own code; no test here."""

from __future__ import annotations

import datetime as dt
import re

_NAME = re.compile(r"(?:[A-Za-z0-9-]+)")
#: properties of a VEVENT that may stand once at most (RFC 5545, 3.6.1)
ONCE = {
    "DTSTAMP", "UID", "DTSTART", "CLASS", "CREATED", "DESCRIPTION", "GEO", "LAST-MODIFIED", "LOCATION", "ORGANIZER",
    "PRIORITY", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "URL", "RECURRENCE-ID", "DTEND", "DURATION",
}  # fmt: skip
TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "UID", "PRODID", "X-WR-CALNAME"}
KNOWN = ONCE | {"CATEGORIES", "VERSION", "PRODID", "CALSCALE", "METHOD", "BEGIN", "END"}


def events_of(content: bytes) -> list[dict[str, tuple[dict[str, str], str]]]:
    """The properties of each event. Raises `AssertionError` naming what the RFC forbids."""
    text = content.decode("utf-8")
    assert not text.startswith("\ufeff"), "a byte order mark"
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "") and "\r" not in text.replace("\r\n", ""), (
        "ends of lines"
    )
    for line in text.split("\r\n")[:-1]:
        assert line, "an empty line"
        assert len(line.encode()) <= 75, f"more than 75 octets: {line}"
    lines = text.replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    found: list[dict[str, tuple[dict[str, str], str]]] = []
    head: dict[str, str] = {}
    event: dict[str, tuple[dict[str, str], str]] | None = None
    for line in lines[1:-1]:
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line), f"a control character: {line!r}"
        name, parameters, value = _cut(line)
        assert name in KNOWN or name.startswith("X-"), f"unknown property {name}"
        if name == "BEGIN":
            assert value == "VEVENT" and event is None, line
            event = {}
        elif name == "END":
            assert value == "VEVENT" and event is not None, line
            _check(event)
            found.append(event)
            event = None
        elif event is None:
            assert not found, f"a calendar property after its components: {name}"
            assert name not in head, f"{name} twice"
            head[name] = value
        else:
            assert name not in ONCE or name not in event, f"{name} twice"
            event[name] = (parameters, value)
        if name in TEXTS:
            _check_text(value)
    assert event is None, "an event is not closed"
    assert head.get("VERSION") == "2.0" and head.get("PRODID"), "VERSION and PRODID are required"
    return found


def _cut(line: str) -> tuple[str, dict[str, str], str]:
    name = _NAME.match(line)
    assert name, line
    rest, parameters = line[name.end() :], {}
    while rest.startswith(";"):
        match = re.match(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)', rest)
        assert match, line
        parameters[match[1].upper()] = match[2].strip('"')
        rest = rest[match.end() :]
    assert rest.startswith(":"), line
    return name[0].upper(), parameters, rest[1:]


def _check_text(value: str) -> None:
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), f"not a TEXT: {value}"


def _check(event: dict[str, tuple[dict[str, str], str]]) -> None:
    assert event.keys() >= {"UID", "DTSTAMP", "DTSTART"}, f"missing: {event.keys()}"
    assert not event.keys() >= {"DTEND", "DURATION"}
    assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"][1]), "DTSTAMP is in UTC"
    starts = when(*event["DTSTART"])
    if "DTEND" in event:
        ends = when(*event["DTEND"])
        assert type(ends) is type(starts) and ends > starts, "DTEND is later than DTSTART, and of its type"
    if "SEQUENCE" in event:
        assert event["SEQUENCE"][1].isdigit()
    if "STATUS" in event:
        assert event["STATUS"][1] in ("TENTATIVE", "CONFIRMED", "CANCELLED")
    if "URL" in event:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", event["URL"][1]), "URL is a URI"
    if "CATEGORIES" in event:
        for part in re.findall(r"(?:\\.|[^\\,])+", event["CATEGORIES"][1]):
            _check_text(part)


def when(parameters: dict[str, str], value: str) -> dt.date:
    """A DATE or a DATE-TIME in UTC, as the parameter says."""
    if parameters.get("VALUE") == "DATE":
        assert re.fullmatch(r"\d{8}", value), value
        return dt.datetime.strptime(value, "%Y%m%d").date()
    assert re.fullmatch(r"\d{8}T\d{6}Z", value), value
    return dt.datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
