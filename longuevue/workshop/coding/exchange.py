"""Books of codes and projects out to other tools and in again (REFI-QDA), and the meter's sheet back to the meter.
Of a story, only what its author agreed to hand to researchers goes out, named as they agreed to be."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.coding import selectors
from longuevue.workshop.coding.models import Answer, Code, Codebook, Coder, Round, Unit, Version
from longuevue.workshop.coding.services import make_codebook
from longuevue.workshop.frame.words import say
from longuevue.workshop.reasoning import refi
from longuevue.workshop.reasoning.meter_sheet import Line, write_sheet
from longuevue.workshop.testimonies.models import Status, Story

#: the parts of an entry that the format has no place for, kept under their names in its description
PARTS = ("include", "exclude", "example", "counter_example")
#: signs of a title, of a label, of a coder's name
LONGEST_NAME = 200
_SPACE = uuid.UUID("6b0f4a52-97c3-4d0c-9c6e-3a1f6d1d2b10")


def codes_out(version: Version) -> tuple[refi.Code, ...]:
    """The codes of a version, with those under them."""
    every = list(version.codes.all())

    def under(parent: int | None) -> tuple[refi.Code, ...]:
        return tuple(
            refi.Code(str(c.guid), c.label, _description(c), c.colour, c.codable, under(c.pk))
            for c in every
            if c.parent_id == parent
        )

    return under(None)


def _description(code: Code) -> str:
    told = [code.definition] + [
        f"{say(f'coding.{part}')} : {getattr(code, part)}" for part in PARTS if getattr(code, part)
    ]
    return "\n\n".join(filter(None, told))


@transaction.atomic
def codebook_in(observatory: Any, content: bytes, *, title: str, by: Any = None) -> Codebook:
    """A new book from a .qdc; identifiers stay those of the tool it came from."""
    codes = refi.read_codebook(content)
    if not codes:
        raise Refusal(say("coding.empty_file"), say("coding.empty_file_remedy"))
    book = make_codebook(observatory, Codebook(title=_called(title)), by=by)
    _codes_in(selectors.version(book), codes, None)
    return book


def _called(name: str) -> str:
    """The name as the file has it; refused when there is no room for it, never cut."""
    if len(name) > LONGEST_NAME:
        raise Refusal(say("coding.long_name", start=name[:40], signs=len(name)), say("coding.long_name_remedy"))
    return name


def _long_colour(colour: str) -> str:
    """« #f90 » as « #ff9900 »: the format has both, some tools read the long one only."""
    return "#" + "".join(sign * 2 for sign in colour[1:]) if len(colour) == 4 else colour


def _codes_in(version: Version, codes: tuple[refi.Code, ...], parent: Code | None) -> None:
    for one in codes:
        if version.codes.filter(guid=one.guid).exists():
            raise Refusal(say("coding.twice", label=one.name), say("coding.twice_remedy"))
        made = Code(
            version=version,
            guid=one.guid,
            label=_called(one.name),
            definition=one.description,
            colour=_long_colour(one.colour),
            codable=one.codable,
            parent=parent,
        )
        made.save()
        _codes_in(version, one.codes, made)


def handed_over(unit: Unit) -> str:
    """The words of a unit that may go to another tool; nothing without the author's agreement for that use."""
    if unit.story_id is None:
        return unit.text
    story = Story.objects.filter(public_id=unit.story_id, status=Status.APPROVED).first()
    if story is None or story.quote == "aggregate":
        return ""
    given = story.consents()
    if not (given.get("take_part") and given.get("researchers")) or (story.reveals and not given.get("sensitive")):
        return ""
    return story.words.get(unit.question, "").strip()


def project_out(one: Round) -> bytes:
    """A closed round as a .qdpx: who coded what, with which codes, on the texts that may leave. Raises `Refusal` otherwise."""
    if one.version is None:
        raise Refusal(say("coding.not_a_project"), say("coding.not_a_project_remedy"))
    if not one.closed:
        raise Refusal(say("coding.still_blind"), say("coding.still_blind_remedy"))
    sources: dict[str, list[tuple[Unit, str]]] = {}
    for unit in selectors.units_of(one):
        if text := refi.writable(handed_over(unit)):
            sources.setdefault(str(unit.story_id or unit.origin.get("source") or _guid("source", unit.pk)), []).append(
                (unit, text)
            )
    if not sources:
        raise Refusal(say("coding.nothing_agreed"), say("coding.nothing_agreed_remedy"))
    users = tuple(refi.User(str(c.guid), _coder_name(c, n)) for n, c in enumerate(one.coders.all(), 1))
    return refi.write_project(
        refi.Project(
            one.title, users, codes_out(one.version), tuple(_source_out(key, units) for key, units in sources.items())
        ),
        written_at=f"{one.made_at:%Y-%m-%dT%H:%M:%SZ}",
    )


def _coder_name(coder: Coder, number: int) -> str:
    """People of this workshop leave as « codeur 1 »; those of another tool under the name it gave."""
    return say("coding.coder_number", number=number) if coder.user_id else coder.name


def _source_out(key: str, units: list[tuple[Unit, str]]) -> refi.Source:
    """One text a story, its answers one under the other. A unit is a passage for each coder who put a code on it, under their name:
    some tools read who coded on the passage, not on the code. A unit without a code is one passage of nobody."""
    whole, passages, at = "", [], 0
    for unit, text in units:
        whole += ("\n\n" if whole else "") + text
        at = len(whole) - len(text)
        by: dict[Coder | None, list[refi.Coding]] = {}
        said = Answer.objects.filter(unit=unit, value="1").select_related("coder").order_by("coder", "variable")
        for answer in said:
            coding = refi.Coding(str(_guid("coding", answer.pk)), answer.variable, str(answer.coder.guid))
            by.setdefault(answer.coder, []).append(coding)
        asked = say(f"testimonies.q_{unit.question}") if unit.question else ""
        for coder, codings in by.items() or [(None, [])]:
            who = (
                (str(_guid("unit", unit.pk, coder.pk)), str(coder.guid)) if coder else (str(_guid("unit", unit.pk)), "")
            )
            passages.append(refi.Selection(who[0], at, at + len(text), asked, tuple(codings), who[1]))
    first = units[0][0]
    return refi.Source(str(_guid("source", key)), _source_name(first), whole, tuple(passages))


def _source_name(unit: Unit) -> str:
    """A story is called by a number, or as its author agreed to be quoted."""
    if unit.story_id is None:
        return str(unit.origin.get("name") or unit.origin.get("id") or unit.number)
    story = Story.objects.get(public_id=unit.story_id)
    signed = {"name": story.words.get("name", ""), "role": story.words.get("role", "")}.get(story.quote, "")
    return signed or say("effects.story_named", id=str(_guid("story", unit.story_id))[:8])


def _guid(*what: Any) -> uuid.UUID:
    """The same identifier at each export, from which the story's own is not found again."""
    return uuid.uuid5(_SPACE, " ".join(map(str, what)))


@transaction.atomic
def project_in(observatory: Any, content: bytes, *, by: Any = None) -> Round:
    """A project of another tool, as a new book of codes and a closed round of its coders. Only text sources come in."""
    project = refi.read_project(content)
    if not project.codes or not project.users:
        raise Refusal(say("coding.empty_file"), say("coding.empty_file_remedy"))
    book = make_codebook(observatory, Codebook(title=_called(project.name) or say("coding.imported")), by=by)
    version = selectors.version(book)
    _codes_in(version, project.codes, None)
    now = timezone.now()
    version.frozen_at = now
    version.save()
    one = Round.objects.create(
        observatory=observatory, title=project.name or str(book), kind=Round.Kind.CODES, version=version
    )
    coders = {
        u.guid: Coder.objects.create(round=one, guid=u.guid, name=_called(u.name), finished_at=now)
        for u in project.users
    }
    codable = [str(guid) for guid in version.codes.filter(codable=True).values_list("guid", flat=True)]
    answers, number = [], 0
    for source in project.sources:
        for (start, end), put in _passages(source).items():
            text = source.text[start:end]
            if not text.strip():
                continue
            number += 1
            unit = Unit.objects.create(
                round=one, number=number, text=text, origin={"source": source.guid, "name": source.name}
            )
            for user in {user for user, _ in put if user in coders}:
                answers += [
                    Answer(unit=unit, coder=coders[user], variable=code, value=str(int((user, code) in put)))
                    for code in codable
                ]
    Answer.objects.bulk_create(answers, batch_size=500)
    return one


def _passages(source: refi.Source) -> dict[tuple[int, int], set[tuple[str, str]]]:
    """Where each passage starts and ends → who put which code there: other tools write the same words once for each code."""
    found: dict[tuple[int, int], set[tuple[str, str]]] = {}
    for passage in source.selections:
        put = found.setdefault((passage.start, passage.end), set())
        put |= {(coding.user or passage.user, coding.code) for coding in passage.codings}
    return found


def sheet_out(one: Round) -> str:
    """The meter's sheet, with what coders agreed on or what was settled."""
    lines, said = [], {}
    done = selectors.settled(one)
    for unit in one.units.all():
        line = Line(
            unit.origin["id"],
            unit.text,
            unit.origin.get("document", ""),
            unit.origin.get("page", ""),
            unit.origin.get("draw", ""),
        )
        lines.append(line)
        said[line.id] = done.get(unit.pk, {})
    return write_sheet(lines, said)
