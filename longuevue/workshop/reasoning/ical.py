"""Events as iCalendar, out and in (RFC 5545). Only what an agenda needs: one-off events, in UTC or whole days.
A repeated event comes in once, at its first date, and that is told; alarms and invitations are left aside."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from longuevue.terms.refusal import Refusal

PRODUCT = "-//Longuevue//Agenda de l'internationalisation//FR"
HERE = ZoneInfo("Europe/Paris")
MOST_EVENTS = 5_000
MOST_OCTETS = 75
_LINE = re.compile(r'^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"\x00-\x08\x0a-\x1f]*"|[^";:,\x00-\x08\x0a-\x1f]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$', re.S)  # fmt: skip
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_STAMP = re.compile(r"^(\d{8})T(\d{6})(Z?)$")
_DURATION = re.compile(r"^([+-]?)P(?:(\d+)W|(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$")
#: what commas separate; an escaped one is a letter like another
_PARTS = re.compile(r"(?:\\.|[^\\,])+", re.S)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """One event: whole days, or instants in UTC. `ends` is the first moment after it, as iCalendar counts."""

    uid: str
    title: str
    starts: dt.date | dt.datetime
    ends: dt.date | dt.datetime | None = None
    place: str = ""
    text: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    cancelled: bool = False
    sequence: int = 0


def written(events: Iterable[Event], *, stamp: dt.datetime, name: str = "") -> str:
    """The calendar, lines of 75 octets at most ended as the RFC wants. `stamp`: when it was written, in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    if name:
        lines.append(f"X-WR-CALNAME:{_escaped(name)}")
    for one in events:
        lines += ["BEGIN:VEVENT", f"UID:{_escaped(one.uid)}", f"DTSTAMP:{_utc(stamp)}", _dated("DTSTART", one.starts)]
        if one.ends is not None:
            lines.append(_dated("DTEND", one.ends))
        for key, value in (("SUMMARY", one.title), ("LOCATION", one.place), ("DESCRIPTION", one.text)):
            if value:
                lines.append(f"{key}:{_escaped(value)}")
        if one.url:
            lines.append(f"URL:{''.join(_CONTROL.sub('', one.url).split())}")
        if one.categories:
            lines.append(f"CATEGORIES:{','.join(map(_escaped, one.categories))}")
        lines += [f"SEQUENCE:{one.sequence}", f"STATUS:{'CANCELLED' if one.cancelled else 'CONFIRMED'}", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def folded(line: str) -> str:
    """The line cut every 75 octets, never inside a letter; what follows starts with a space."""
    parts, size, part = [], 0, ""
    for letter in line:
        weight = len(letter.encode())
        if size + weight > MOST_OCTETS:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + weight
    return "\r\n".join([*parts, part])


def _dated(key: str, when: dt.date | dt.datetime) -> str:
    if isinstance(when, dt.datetime):
        return f"{key}:{_utc(when)}"
    return f"{key};VALUE=DATE:{when:%Y%m%d}"


def _utc(when: dt.datetime) -> str:
    return f"{when.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def read(content: bytes, name: str) -> tuple[list[Event], list[str]]:
    """(events, what could not be taken, in words). Raises `Refusal` for what is no calendar."""
    events: list[Event] = []
    told: list[str] = []
    found: dict[str, tuple[dict[str, str], str]] | None = None
    inside: list[str] = []
    for number, line in _unfolded(content, name):
        match = _LINE.match(line)
        if match is None:
            raise Refusal(
                "Cette ligne n'est pas de l'iCalendar.",
                "Exportez l'agenda de nouveau.",
                where=f"{name}, ligne {number}",
            )
        key, value = match[1].upper(), match[3]
        parameters = {p[0].upper(): p[1].strip('"') for p in _PARAMETER.findall(match[2])}
        if key == "BEGIN":
            inside.append(value.strip().upper())
            if inside == ["VCALENDAR", "VEVENT"]:
                found = {}
        elif key == "END":
            if not inside or inside.pop() != value.strip().upper():
                raise Refusal(
                    f"« END:{value} » ne ferme rien.", "Exportez l'agenda de nouveau.", where=f"{name}, ligne {number}"
                )
            if found is not None and inside == ["VCALENDAR"]:
                event = _event(found, f"{name}, ligne {number}", told)
                if event is not None:
                    events.append(event)
                found = None
        elif found is not None and inside == ["VCALENDAR", "VEVENT"]:
            found.setdefault(key, (parameters, value))
        if len(events) > MOST_EVENTS:
            raise Refusal(f"Plus de {MOST_EVENTS} événements.", "Exportez une année à la fois.", where=name)
    if inside:
        raise Refusal(
            f"« BEGIN:{inside[-1]} » n'est jamais fermé.", "Le fichier est coupé : exportez-le de nouveau.", where=name
        )
    return events, told


def _unfolded(content: bytes, name: str) -> list[tuple[int, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            "Ce fichier n'est pas en UTF-8.", "Exportez l'agenda au format iCalendar (.ics).", where=name
        ) from None
    lines: list[tuple[int, str]] = []
    for number, line in enumerate(re.split(r"\r\n|\n", text), start=1):
        if line[:1] in (" ", "\t") and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
        elif line.strip():
            lines.append((number, line))
    if not lines or lines[0][1].strip().upper() != "BEGIN:VCALENDAR":
        raise Refusal("Ce fichier n'est pas un agenda iCalendar.", "Exportez l'agenda au format .ics.", where=name)
    return lines


#: what a calendar has room for, in signs
_MOST = {"SUMMARY": 300, "LOCATION": 200, "DESCRIPTION": 5000}


def _event(found: dict[str, tuple[dict[str, str], str]], where: str, told: list[str]) -> Event | None:
    def text(key: str) -> str:
        return _plain(found[key][1]) if key in found else ""

    title, uid = text("SUMMARY").strip(), text("UID").strip()
    if not uid or "DTSTART" not in found:
        told.append(f"{where} : « {title or 'sans titre'} » n'a pas de date ou d'identifiant (DTSTART, UID).")
        return None
    try:
        starts = _when(*found["DTSTART"])
        ends = _when(*found["DTEND"]) if "DTEND" in found else None
        if ends is None and "DURATION" in found:
            ends = starts + _length(found["DURATION"][1])
    except (ValueError, ZoneInfoNotFoundError, OverflowError) as why:
        told.append(f"{where} : « {title or uid} », date illisible ({why}).")
        return None
    if ends is not None and (type(ends) is not type(starts) or ends < starts):
        told.append(f"{where} : « {title or uid} » finit avant de commencer.")
        return None
    if "RRULE" in found or "RDATE" in found:
        told.append(f"{where} : « {title or uid} » se répète ; seule la première date est prise.")
    number = text("SEQUENCE")
    for key, most in _MOST.items():
        if len(text(key).strip()) > most:
            told.append(
                f"{where} : « {(title or uid)[:60]} », {key} de plus de {most} signes : le début seul est pris."
            )
    return Event(
        uid=uid[:255], title=title[:300] or uid[:300], starts=starts, ends=ends, place=text("LOCATION").strip()[:200],
        text=text("DESCRIPTION").strip()[:5000], url=found["URL"][1].strip()[:200] if "URL" in found else "",
        categories=tuple(_plain(part).strip() for part in _PARTS.findall(found["CATEGORIES"][1])) if "CATEGORIES" in found else (),
        cancelled=text("STATUS").strip().upper() == "CANCELLED", sequence=int(number) if number.isdecimal() and len(number) < 10 else 0,
    )  # fmt: skip


def _when(parameters: dict[str, str], value: str) -> dt.date | dt.datetime:
    value = value.strip()
    if parameters.get("VALUE", "").upper() == "DATE" or re.fullmatch(r"\d{8}", value):
        return dt.datetime.strptime(value, "%Y%m%d").date()
    match = _STAMP.match(value)
    if match is None:
        raise ValueError(value[:30])
    naive = dt.datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S")
    if match[3]:
        return naive.replace(tzinfo=dt.UTC)
    zone = (
        ZoneInfo(parameters["TZID"].lstrip("/")) if parameters.get("TZID") else HERE
    )  # a floating time is that of here
    return naive.replace(tzinfo=zone).astimezone(dt.UTC)


def _length(value: str) -> dt.timedelta:
    match = _DURATION.match(value.strip())
    if match is None or value.strip().lstrip("+-") in ("P", "PT"):
        raise ValueError(value[:30])
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length


def _plain(text: str) -> str:
    return re.sub(r"\\([nN;,\\])", lambda m: "\n" if m[1] in "nN" else m[1], text)
