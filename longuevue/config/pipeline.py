"""The road of `longuevue build`: facts, markers and territories in, a new edition out, or the existing one unchanged.
Each step is done by its own room; here they are only put in line."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from longuevue import __version__
from longuevue.config.counts import take_counts
from longuevue.config.observatory import Observatory
from longuevue.config.outlines import make_shapes, shapes_fingerprint
from longuevue.config.records import records_of
from longuevue.config.voices import Spoken, gone_since, voices_of
from longuevue.edition import layout, writer
from longuevue.edition.hashing import sha256_of_data, sha256_of_rows
from longuevue.edition.posts import take_posts_out
from longuevue.edition.spoken import posts_in
from longuevue.edition.voices import take_out
from longuevue.engine.readings import METHOD
from longuevue.facts.cards import SourceCard
from longuevue.facts.starter import starter_fingerprint
from longuevue.facts.table import KEY
from longuevue.markers.shelf import Shelf, load_shelf
from longuevue.markers.tombstones import refuse_silent_change, refuse_silent_withdrawal, tombstones
from longuevue.sources.gathering import facts_for
from longuevue.sources.own.counts import take_in_counts
from longuevue.sources.through_time import Break, carrying_fingerprint
from longuevue.terms.refusal import Refusal
from longuevue.territories.assets import LATEST_YEAR, asset
from longuevue.territories.centres import outline_files, outlines_fingerprint, with_centres

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was read before computing: facts, cards, a receipt per source (file, hash, rows), and their fingerprint."""

    facts: Callable[[], pa.Table]
    cards: dict[str, SourceCard]
    receipts: dict[str, dict[str, Any]]
    items: Callable[[], pa.Table]
    annotations: Callable[[], pa.Table]
    breaks: Callable[[], list[Break]]

    def fingerprint(self) -> dict[str, str]:
        read = {s: f"{r['sha256']}/{r.get('reader', '')}" for s, r in sorted(self.receipts.items())}
        return read | {"starter": starter_fingerprint(), "passage": carrying_fingerprint()}


def load_sources(observatory: Observatory, mirror: Path | None, progress: Progress) -> Loaded:
    """The starter facts, the publishers' files that replaced them, and what was counted in the workshop."""
    take_in_counts(observatory.folder, progress)
    take_counts(observatory, progress)
    gathered = facts_for(observatory.folder, mirror, progress)
    return Loaded(
        lambda: gathered.facts,
        gathered.cards,
        gathered.receipts,
        lambda: gathered.items,
        lambda: gathered.annotations,
        lambda: gathered.carried.breaks,
    )


def build(
    observatory: Observatory,
    *,
    mirror: Path | None = None,
    date: str | None = None,
    progress: Progress = lambda _: None,
) -> tuple[Path, bool]:
    """The edition of this observatory on today's inputs, and whether it is new.

    The date is an input: the one given, else that of `observatory.toml`, else the latest retrieval date of the sources.
    The mirror too: the one given, else that of `observatory.toml`, so that a command and a button build the same.
    """
    mirror = mirror or observatory.mirror()
    shelf = load_shelf(observatory.own_markers)
    _check_sensitive(observatory, shelf)
    withdrawn = _withdrawn(observatory, shelf)
    loaded = load_sources(observatory, mirror, progress)
    when = date or (observatory.settings.date.isoformat() if observatory.settings.date else _latest_date(loaded))
    outlines = outline_files(mirror)
    drawn_from = shapes_fingerprint(observatory, mirror)
    _hold_elections(observatory, loaded)
    spoken = voices_of(observatory)
    records = records_of(observatory)
    loaded, record_release = _through_the_gate(observatory, shelf, loaded, when)
    fingerprint = sha256_of_data(
        {
            "software": __version__,
            "outlines": outlines_fingerprint(outlines),
            "shapes": drawn_from,
            "method": METHOD,
            "code": _code_of_method(),
            "date": when,
            "observatory": _observatory_document(observatory),
            "perimeters": [
                path.read_text("utf-8") for path in sorted((observatory.folder / "perimeters").glob("*.yaml"))
            ],
            "markers": [marker.model_dump(mode="json", by_alias=True) for marker in shelf],
            "withdrawn": withdrawn,
            "records": records,
            **spoken.references(),
            "sources": loaded.fingerprint(),
            "cards": [card.model_dump(mode="json", by_alias=True) for card in loaded.cards.values()],
            "territories": hashlib.sha256(asset(f"units-{LATEST_YEAR}.parquet").read_bytes()).hexdigest(),
        }
    )
    known = writer.existing(observatory.editions, fingerprint)
    if known is not None:
        if observatory.current() != known:
            writer.point_to(observatory.editions, known)
        return known, False
    with tempfile.TemporaryDirectory(prefix="longuevue-") as draft:
        shapes = writer.outlines_made(observatory.editions, drawn_from)
        if shapes is None:
            shapes = make_shapes(observatory, mirror, Path(draft) / "outlines", progress)
        drawing = (shapes, drawn_from)
        edition = _make(
            observatory,
            shelf,
            loaded,
            outlines,
            drawing,
            when,
            fingerprint,
            progress,
            record_release,
            withdrawn,
            spoken,
            records,
        )
    # a story, or words of a debate, taken back while this was built: its file had no edition to be removed from yet
    today = dt.date.today().isoformat()
    take_out(edition, gone_since(observatory, spoken), today)
    take_posts_out(edition, posts_in(records) - posts_in(records_of(observatory)), today)
    writer.point_to(observatory.editions, edition)
    return edition, True


def _hold_elections(observatory: Observatory, loaded: Loaded) -> None:
    """Nothing about lists changes in the silence before a poll; the clock is read for this and for nothing else."""
    from datetime import UTC, datetime

    from longuevue.config.debates import hold_elections
    from longuevue.edition.reader import Edition

    current = observatory.current()
    before = Edition.open(current).notes().get("debate", {}).get("dossiers", []) if current else []
    hold_elections(observatory, loaded.annotations().to_pylist(), before, datetime.now(UTC))


def _through_the_gate(
    observatory: Observatory, shelf: Shelf, loaded: Loaded, when: str
) -> tuple[Loaded, Callable[[], None]]:
    """What may leave of what was read (methodology §3), and the gesture that writes it in the ledger of releases."""
    from longuevue.config.gate import through_the_gate

    gated = through_the_gate(
        observatory, shelf, loaded.facts, loaded.cards, loaded.receipts, name=when, hash_of=_hash_of_facts
    )
    return replace(loaded, facts=gated.facts, cards=gated.cards, receipts=gated.receipts), gated.record


def _hash_of_facts(facts: pa.Table) -> str:
    return sha256_of_rows(facts, KEY)


def _make(
    observatory: Observatory,
    shelf: Shelf,
    loaded: Loaded,
    outlines: dict[str, Path],
    drawing: tuple[Path, str],
    when: str,
    fingerprint: str,
    progress: Progress,
    record_release: Callable[[], None],
    withdrawn: list[dict[str, Any]],
    spoken: Spoken,
    records: dict[str, list[dict[str, Any]]],
) -> Path:
    from longuevue.config.debates import KIND, debate_notes
    from longuevue.config.documents import marker_document, source_document
    from longuevue.engine.backend import open_backend
    from longuevue.engine.breaks import withheld_at_breaks
    from longuevue.engine.compute import compute
    from longuevue.engine.context import Context, joined_membership
    from longuevue.engine.disclosure.floored_facts import split_below_floors
    from longuevue.engine.disclosure.origin import refuse_origin_beside_blame_in
    from longuevue.engine.distances import centres_of, places_of_items
    from longuevue.engine.example import check_example
    from longuevue.engine.precision.facts import classes_of_facts

    for marker in shelf:
        if shelf.paths[marker.id].is_relative_to(observatory.own_markers):
            progress(f"Exemple de {marker.id}")
            check_example(marker)
    progress("Territoires : lecture du code officiel géographique")
    catalogue = observatory.catalogue()
    territories = with_centres(catalogue.territories(), catalogue.membership(), outlines)
    membership = joined_membership(catalogue.membership(), territories)
    items = loaded.items().to_pylist()
    progress("Faits : lecture des sources")
    facts = loaded.facts()
    refuse_origin_beside_blame_in(facts)
    progress(f"Faits : {facts.num_rows} lignes")
    engine = observatory.settings.engine
    context = Context(
        open_backend(engine.name, master=engine.master, scratch=engine.scratch),
        facts=facts,
        membership=membership,
        populations=territories.select(["area_level", "ref_area", "population", "zone"]),
        cards=loaded.cards,
        geography_year=catalogue.year,
        centres=centres_of(territories),
        item_places=places_of_items(items),
    )
    done = iter(range(1, len(shelf) + 1))
    computed = compute(context, shelf, progress=lambda name: progress(f"Marqueurs : {next(done)}/{len(shelf)} {name}"))
    readings = withheld_at_breaks(computed.readings, _wholes(loaded.breaks()), shelf, membership)
    stated, apart = split_below_floors(facts, readings, shelf, loaded.cards, _people(territories))
    progress(f"Édition : écriture de {readings.num_rows} lectures")
    sensitive = observatory.settings.sensitive
    annotations = loaded.annotations().to_pylist()
    contents = writer.Contents(
        readings=readings,
        absences=computed.absences,
        facts=stated,
        facts_precision=classes_of_facts(stated, readings, shelf),
        facts_apart=apart,
        territories=territories,
        membership=membership,
        markers=[marker_document(m, context, readings, sensitive.get(m.id)) for m in shelf],
        sources=[source_document(card, facts, loaded.receipts.get(card.id)) for card in loaded.cards.values()],
        observatory=_observatory_document(observatory),
        notes={
            "items": items,
            "annotations": [note for note in annotations if note["kind"] != KIND],
            "withdrawn": withdrawn,
            "debate": debate_notes(observatory, annotations, shelf, computed.readings),
            **({"voices": spoken.counted} if spoken.counted else {}),
        },
        geography_year=catalogue.year,
        outlines=drawing[0],
        outlines_fingerprint=drawing[1],
        records=records,
        voices=spoken.shown,
    )
    record_release()  # before the edition exists: an interrupted build must not leave a figure out of the ledger
    return writer.write(contents, observatory.editions, date=when, fingerprint=fingerprint)


def _people(territories: pa.Table) -> dict[str, float]:
    """Inhabitants by area (`com-34172`), where they are known."""
    from longuevue.engine.disclosure.cells import area_name

    return {
        area_name(row["area_level"], row["ref_area"]): float(row["population"])
        for row in territories.select(["area_level", "ref_area", "population"]).to_pylist()
        if row["population"] is not None
    }


def _wholes(breaks: Iterable[Break]) -> dict[tuple[str, str], set[tuple[str, ...]]]:
    """What was counted over several communes of today together, by measure and period."""
    found: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for one in breaks:
        found[one.measure, one.time_period].add(one.within)
    return found


def _check_sensitive(observatory: Observatory, shelf: Shelf) -> None:
    for marker_id in observatory.settings.sensitive:
        shelf.get(marker_id)
    for marker_id in observatory.settings.questions:
        shelf.get(marker_id)


def _withdrawn(observatory: Observatory, shelf: Shelf) -> list[dict[str, Any]]:
    """The stones of withdrawn markers; nothing that was public may go, or change its meaning, without a word."""
    stones = tombstones(observatory.own_markers)
    sensitive = observatory.settings.sensitive
    shown = [m.id for m in shelf if not m.sensitivity.off_by_default or sensitive.get(m.id)]
    current = observatory.current()
    if current is not None and (current / layout.MARKERS).is_file():
        before = json.loads((current / layout.MARKERS).read_text(encoding="utf-8"))
    else:
        before = []
    refuse_silent_withdrawal(before, shown, stones)
    refuse_silent_change(before, [m for m in shelf if shelf.paths[m.id].is_relative_to(observatory.own_markers)])
    return [stone.model_dump(mode="json") for stone in stones]


def _observatory_document(observatory: Observatory) -> dict[str, Any]:
    settings = observatory.settings
    return {
        "name": settings.name,
        "perimeter": settings.perimeter,
        "questions": settings.questions,
        "languages": settings.languages,
        "sensitive": settings.sensitive,
        **({"theme": settings.theme.variables()} if settings.theme else {}),
        **{name: observatory.tables()[name] for name in ("elections", "debate") if name in observatory.tables()},
    }


def _latest_date(loaded: Loaded) -> str:
    """The latest day on which a file now in use was fetched: the clock is never read (design §2)."""
    dates = [str(receipt["retrieved"])[:10] for receipt in loaded.receipts.values() if receipt.get("retrieved")]
    if not dates:
        raise Refusal("Aucune source ne dit quand elle a été lue.", "Donnez la date de l'édition : --date AAAA-MM-JJ.")
    return max(dates)


def _code_of_method() -> str:
    """A hash of the code that computes, so that a change of method never passes for an unchanged edition."""
    import longuevue.engine as engine

    digest = hashlib.sha256()
    for path in sorted(Path(engine.__path__[0]).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
