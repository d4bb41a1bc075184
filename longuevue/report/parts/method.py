"""Chapter 8: rules, definitions, sources and the edition's fingerprint."""

from __future__ import annotations

from longuevue.report.desk import Desk, Reading
from longuevue.report.model import Block, Entries, Facts, Listing, Paragraph, Section, Table
from longuevue.terms.periods import day_words

#: how much of a hash is printed: enough to compare by eye, the whole is in the data file
HASH_SHOWN = 16


def method(desk: Desk) -> list[Section]:
    """The sections of the chapter."""
    say = desk.say
    return [
        Section(1, "method", say("method.title"), ()),
        Section(2, "method-rules", say("method.rules"), (Listing(desk.lines("method.rules_items")),)),
        Section(2, "method-definitions", say("method.definitions"), (_definitions(desk),)),
        Section(2, "method-sources", say("method.sources"), (_sources(desk),)),
        Section(2, "method-edition", say("method.edition"), tuple(_edition(desk))),
    ]


def shown_readings(desk: Desk) -> list[Reading]:
    """Every reading whose value the paper prints: those of the place, then those lent."""
    return [*desk.own(), *(r["offered"] for r in desk.lent())]


def _definitions(desk: Desk) -> Block:
    say = desk.say
    markers = {r["marker"]: desk.marker(r) for r in shown_readings(desk)}
    if not markers:
        return Paragraph(say("method.definitions_none"))
    items = tuple(
        (
            desk.text(m["label"]),
            f"({say('method.version', version=m['version'], registered=day_words(str(m['registered']), desk.language))}). "
            + desk.text(m["caveat"]),
        )
        for m in markers.values()
    )
    return Entries(say("method.definitions_caption"), items)


def _sources(desk: Desk) -> Block:
    say = desk.say
    cards = desk.sources_of(shown_readings(desk))
    if not cards:
        return Paragraph(say("method.sources_none"))
    rows = []
    for card in cards:
        receipt, licence = card.get("receipt") or {}, card.get("licence") or {}
        digest = str(receipt.get("sha256") or "")[:HASH_SHOWN]
        rows.append(
            (
                f"{desk.text(card['publisher'])}. {desk.text(card['title'])}",
                str(card.get("vintage") or "–"),
                licence.get("label") or say("method.licence_unknown"),
                f"{receipt.get('file', '–')} {digest}".strip(),
            )
        )
    head = tuple(say(f"method.{key}") for key in ("publisher", "vintage", "licence", "file"))
    return Table(say("method.sources_caption"), head, tuple(rows), widths=(40, 14, 22, 24))


def _edition(desk: Desk) -> list[Block]:
    say, edition = desk.say, desk.edition
    manifest, date = edition.manifest, day_words(desk.date, desk.language)
    fingerprint = str(manifest["fingerprint"])
    readings = str((manifest.get("hashes") or {}).get("readings") or "")
    observatory = desk.text(edition.observatory.get("name"))
    pairs = (
        (say("method.edition_id"), edition.id),
        (say("method.edition_date"), date),
        (say("method.edition_fingerprint"), fingerprint),
        (say("method.edition_readings"), readings),
        (say("method.edition_software"), f"Longuevue {manifest.get('software')}"),
    )
    title = say("paper.title", kind=say("paper.kind.report"), place=desk.name)
    cite = say(
        "method.cite",
        observatory=observatory,
        title=title,
        edition=edition.id,
        date=date,
        fingerprint=fingerprint[:HASH_SHOWN],
    )
    return [
        Facts(tuple(pair for pair in pairs if pair[1])),
        Paragraph(say("method.edition_data", count=len(desk.readings), area=desk.place["ref"])),
        Paragraph(say("method.edition_check", edition=edition.id, area=desk.place["ref"])),
        Paragraph(cite, "source"),
    ]
