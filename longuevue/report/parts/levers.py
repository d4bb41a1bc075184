"""Chapter 6: what the authority could regulate or drive, field by field. The words are those of `words/levers.yaml`."""

from __future__ import annotations

from longuevue.report.desk import Desk
from longuevue.report.model import Paragraph, Section, Table
from longuevue.terms.flows import FIELDS


def levers(desk: Desk) -> list[Section]:
    """The sections of the chapter."""
    say = desk.say
    rows = []
    for field, names in FIELDS.items():
        here = sum(desk.marker(r)["field"] == field for r in desk.own())
        rows.append(
            (
                names[desk.language],
                say(f"levers.{field}.regulate"),
                say(f"levers.{field}.drive"),
                say(f"levers.{field}.with"),
                str(here),
            )
        )
    head = tuple(say(f"levers.{key}") for key in ("field", "regulate", "drive", "with", "at_hand"))
    table = Table(say("levers.caption"), head, tuple(rows), frozenset({4}), (16, 29, 28, 18, 9))
    return [Section(1, "levers", say("levers.title"), (Paragraph(say("levers.lead"), "lead"), table))]
