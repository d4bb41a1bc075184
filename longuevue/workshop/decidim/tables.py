"""Decidim's three tables as its own exporter writes them (decidim-proposals, -accountability, -comments: *_serializer.rb):
nested names joined by a slash, one column a language, semicolons. Columns that a version adds are kept; persons are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from longuevue.terms.refusal import Refusal
from longuevue.workshop.reasoning.csv_rows import Table, table_of, written

PROPOSALS, RESULTS, COMMENTS = "proposals", "results", "comments"
COLUMNS: dict[str, tuple[str, ...]] = {
    PROPOSALS: (
        "id", "category/id", "category/name/fr", "scope/id", "scope/name/fr", "participatory_space/id",
        "participatory_space/url", "component/id", "title/fr", "body/fr", "state", "reference", "answer/fr", "supports",
        "endorsements/total_count", "endorsements/user_endorsements", "comments", "attachments", "followers", "published_at",
        "url", "meeting_urls", "related_proposals", "is_amend", "original_proposal/title", "original_proposal/url",
    ),
    RESULTS: (
        "id", "category/id", "category/name/fr", "scope/id", "scope/name/fr", "parent/id", "title/fr", "description/fr",
        "start_date", "end_date", "status/id", "status/key", "status/name/fr", "progress", "created_at", "url",
        "component/id", "proposal_urls",
    ),
    COMMENTS: (
        "id", "created_at", "body", "locale", "author/id", "author/name", "alignment", "depth", "user_group/id",
        "user_group/name", "commentable_id", "commentable_type", "root_commentable_url",
    ),
}  # fmt: skip
#: who wrote or endorsed: not kept here, so not given back
PERSONS = frozenset(
    [
        "author/id",
        "author/name",
        "author/url",
        "authors",
        "endorsements/user_endorsements",
        "user_group/id",
        "user_group/name",
    ]
)
#: what tells one table from another, whatever the version
_MARKS = {
    COMMENTS: ({"commentable_id", "body"}, ""),
    RESULTS: ({"progress", "start_date"}, "title"),
    PROPOSALS: ({"state"}, "body"),
}
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Found:
    """A table recognised, and its rows without persons: identifier → cells, in the order of the file."""

    name: str
    rows: dict[str, dict[str, str]]
    #: how many names of persons were left out
    persons: int


def recognised(content: bytes, file: str) -> Found:
    """The table that this file holds. Raises `Refusal` for another file, or for a row without its own identifier."""
    table = table_of(content, file, ("id",))
    name = next((name for name, (needed, text) in _MARKS.items() if _has(table, needed, text)), "")
    if not name:
        raise Refusal(
            f"Ce n'est pas un export de Decidim que l'on sache lire. Vu : {', '.join(table.columns[:8])}.",
            "Exportez de Decidim, en CSV, les propositions, les réalisations ou les commentaires.",
            where=file,
        )
    rows: dict[str, dict[str, str]] = {}
    persons = 0
    for line, cells in table.rows:
        ident = cells["id"].strip()
        if not ident or len(ident) > 40 or ident in rows:
            why = "deux fois le même" if ident in rows else "absent ou trop long"
            raise Refusal(f"L'identifiant est {why}.", "Exportez de nouveau.", where=f"{file}, ligne {line}")
        persons += sum(bool(cells.get(column, "").strip()) for column in PERSONS)
        rows[ident] = {column: "" if column in PERSONS else cell for column, cell in cells.items()}
    return Found(name, rows, persons)


def _has(table: Table, needed: set[str], text: str) -> bool:
    return needed <= set(table.columns) and (not text or any(c.startswith(f"{text}/") for c in table.columns))


def given_back(name: str, rows: Iterable[Mapping[str, str]]) -> str:
    """The table as Decidim takes it: the columns that came in their order, else those that Decidim writes."""
    listed = [dict(row) for row in rows]
    came = list(dict.fromkeys(column for row in listed for column in row))
    columns = tuple(came) if came else COLUMNS[name]
    return written(columns, listed, mark=False)


def in_french(cells: Mapping[str, str], stem: str) -> str:
    """The text of a field in French, else in the first language that says something, without its markup."""
    names = [f"{stem}/fr", *(column for column in cells if column == stem or column.startswith(f"{stem}/"))]
    text = next((cells[name] for name in names if cells.get(name, "").strip()), "")
    return " ".join(unescape(_TAG.sub(" ", text)).split())
