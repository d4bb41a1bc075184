"""In chapter 7: from a figure to a council vote, and high stakes of which nothing is said. Absent where nobody wrote any down."""

from __future__ import annotations

from longuevue.report.desk import Desk
from longuevue.report.model import Block, Entries, Paragraph, Section
from longuevue.terms.thread import gaps, said, told

#: told whole on paper; the others are on the page of the place
MOST_THREADS = 6


def threads(desk: Desk) -> list[Section]:
    """One section, or none."""
    area, language = desk.place["ref"], desk.language
    blocks: list[Block] = []
    for one in desk.edition.silences(area):
        percentile, threshold = desk.number(one.percentile), desk.number(one.threshold)
        label = desk.text(desk.markers[one.marker]["label"])
        text = said("silence", language, marker=label, percentile=percentile, threshold=threshold)
        blocks.append(Paragraph(f"{said('silence_title', language)}. {text}"))
    found = desk.edition.threads(area)
    for thread in found[:MOST_THREADS]:
        marker = desk.markers.get(thread["marker"])
        steps = [told(step, language) for step in thread["steps"]]
        items = tuple(
            (", ".join(filter(None, (step.name, step.when))), " · ".join((step.text, *step.notes))) for step in steps
        )
        blocks.append(Entries(desk.text(marker["label"]) if marker else said("whole", language), items))
        if thread["missing"]:
            blocks.append(Paragraph(" ".join(gaps(thread["missing"], language)), "note"))
    blocks += desk.left_out("threads", len(found[MOST_THREADS:]), "decisions")
    if not blocks:
        return []
    lead = Paragraph(said("lead_place", language), "lead")
    return [Section(2, "debate-threads", said("title", language), (lead, *blocks))]
