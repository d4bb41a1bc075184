"""The lists of one election, in the prefecture's order, and the text of each: all of them, or none.
Only names of lists are read here, never those of candidates; what a list says is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from longuevue.discourse.corpus.document import UNREAD, Document
from longuevue.discourse.elections import in_official_order
from longuevue.terms.refusal import Refusal

#: what stands in place of a file name for a list that has given no text
UNGIVEN = ("non lue", "unread")
REMEDY = "Une ligne par liste, dans l'ordre des panneaux : « Nom de la liste ; son fichier », ou « Nom ; non lue »."


@dataclass(frozen=True, slots=True)
class OfficialList:
    """A line of the official order: the list, and the file that holds its programme when it has one of its own."""

    name: str
    file: str = ""

    @property
    def ungiven(self) -> bool:
        return self.file.casefold() in UNGIVEN


def official_lists(text: str, where: str) -> list[OfficialList]:
    """The official order, as a person writes it: one list a line."""
    found = []
    for line in text.splitlines():
        name, _, file = (part.strip() for part in line.partition(";"))
        if name:
            found.append(OfficialList(name, file))
    if not found:
        raise Refusal("L'ordre officiel ne nomme aucune liste.", REMEDY, where=where)
    return found


def tied_to_lists(
    documents: Sequence[Document], official: Sequence[OfficialList]
) -> tuple[list[Document], list[tuple[str, str]]]:
    """Documents whose units know their list, and (id, name) of every list in the official order; a list too few or too many
    is refused, and a list without a text stays in the order, unread."""
    known = {pair[0]: pair for document in documents for pair in document.lists}
    by_name = {text.casefold(): pair for pair in known.values() for text in pair}
    by_file = {one.file.casefold(): one for one in official if one.file and not one.ungiven}
    ids = {one.name: by_name.get(one.name.casefold(), (one.name, one.name))[0] for one in official}
    found: dict[str, tuple[str, str]] = {one.name: (ids[one.name], one.name) for one in official if one.ungiven}
    tied = []
    for document in documents:
        if document.lists:
            tied.append(document)
            continue
        mine = by_file.get(_base(document.name)) or by_file.get(document.name.casefold())
        if mine is None:
            raise Refusal(f"On ne sait pas de quelle liste est « {document.name} ».", REMEDY, where=document.name)
        found[mine.name] = (ids[mine.name], mine.name)
        tied.append(
            document.with_units([replace(unit, group=ids[mine.name]) for unit in document.units])
            if document.status != UNREAD
            else document
        )
    named = {ids[one.name]: one.name for one in official}
    for ident, label in known.values():
        found[named.get(ident, label)] = (ident, named.get(ident, label))
    return tied, [pair for _, pair in in_official_order([one.name for one in official], found)]


def _base(name: str) -> str:
    return PurePosixPath(name).name.casefold()
