"""What every paper shares: its titles, its date, its footer. What is inside is given by those who write it."""

from __future__ import annotations

from longuevue.report.desk import Desk
from longuevue.report.model import Block, Paper, Section
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.periods import day_words


def paper_of(
    desk: Desk, kind: str, opening_blocks: tuple[Block, ...], sections: tuple[Section, ...], *, contents: bool = True
) -> Paper:
    """A paper with the titles, dates and footers that every kind shares."""
    say, place, edition = desk.say, desk.place, desk.edition
    date = day_words(desk.date, desk.language)
    observatory = desk.text(edition.observatory.get("name")) or "Longuevue"
    level = LEVEL_NAMES[place["level"]][desk.language]
    known = place["population"] is not None
    subtitle = say(
        "paper.subtitle" if known else "paper.subtitle_unknown",
        level=level[:1].upper() + level[1:],
        population=desk.number(place["population"]),
        edition=edition.id,
        date=date,
    )
    title = say(f"paper.kind.{kind}")
    return Paper(
        kind=kind,
        language=desk.language,
        title=title,
        subtitle=subtitle,
        place=desk.name,
        area=place["ref"],
        edition=edition.id,
        date=str(desk.date),
        observatory=observatory,
        summary=say("paper.summary", kind=title, place=desk.name, edition=edition.id, date=date),
        footer=say("paper.footer", place=desk.name, observatory=observatory, edition=edition.id),
        opening=opening_blocks,
        sections=sections,
        with_contents=contents,
    )
