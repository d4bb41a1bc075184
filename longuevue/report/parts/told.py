"""Effects told of the place, on paper: each with its groups, its authors and its reply; single voices apart, in no sum.
What is blank when there is none is `effects.py`'s."""

from __future__ import annotations

from typing import Any

from longuevue.report.desk import Desk
from longuevue.report.model import Block, Entries, Facts, Paragraph
from longuevue.terms.effects import GRADES, ROLES, SIGNS, TIES, VISIBILITY
from longuevue.terms.flows import STANCES
from longuevue.terms.periods import day_words

#: told whole on paper; the others are on the page of the place
MOST_EFFECTS = 12


def told_effects(desk: Desk) -> list[Block]:
    """The effects of the place, then the voices; nothing when the edition holds none."""
    found = desk.edition.effects(desk.place["ref"])
    if not found:
        return []
    counted = [one for one in found if one["counted"]]
    voices = [one for one in found if not one["counted"]]
    blocks: list[Block] = [Paragraph(desk.say("effects.told_lead"))]
    for one in counted[:MOST_EFFECTS]:
        blocks += _effect(desk, one)
    if voices:
        words = tuple((one["what"], _voice(desk, one)) for one in voices[:MOST_EFFECTS])
        blocks += [Paragraph(desk.say("effects.voices_lead")), Entries(desk.say("effects.voices"), words)]
    left = len(counted[MOST_EFFECTS:]) + len(voices[MOST_EFFECTS:])
    return [*blocks, *desk.left_out("effects", left, "effects"), *_across(desk)]


def _across(desk: Desk) -> list[Block]:
    """Service by service; those of the authority of which nothing is said are named, and are no zero."""
    say, found = desk.say, desk.edition.across_services(desk.place["ref"])
    items = tuple(
        (
            one.name,
            " ; ".join(
                say("effects.across_line", effect=line["effect"]["what"], tie=TIES[line["tie"]][desk.language], who=line["stated_by"])
                for line in one.lines
            ),
        )
        for one in found.named
    )  # fmt: skip
    blocks: list[Block] = [Entries(say("effects.across"), items)] if items else []
    if found.silent:
        blocks.append(Paragraph(say("effects.across_silent", names=", ".join(found.silent))))
    elif not found.described:
        blocks.append(Paragraph(say("effects.across_undescribed"), "note"))
    return blocks


def _effect(desk: Desk, one: dict[str, Any]) -> list[Block]:
    say, language = desk.say, desk.language
    marker = desk.markers.get(one["marker"])
    pairs = [
        (say("effects.flow"), desk.text(marker["label"]) if marker else one["flow"]),
        (say("effects.initiator"), one["initiator"]),
        (say("effects.bearer"), one["bearer"]),
        (say("effects.role"), ROLES[one["role"]][language]),
        (say("effects.visible"), VISIBILITY[one["visible"]][language]),
        *_services(desk, one),
        *_policies(desk, one),
        (say("effects.grade"), f"{one['grade']} ({GRADES[one['grade']][language]})"),
    ]
    pairs += [(say("effects.rival"), _rival(desk, why)) for why in one["explanations"]]
    pairs += [
        (say("effects.against"), f"{piece['source']} {piece['note']}".strip())
        for piece in one["evidence"]
        if piece["contradicts"]
    ]
    head = f"{one['what']} ({one['home']['name']}, {say('effects.since', since=one['since'])})"
    lines: list[Block] = [
        Entries(head, tuple((sign["group"], _sign(desk, sign)) for sign in one["signs"])),
        Paragraph(f"{one['contribution']} {say('effects.told_by', who=one['stated_by'])}"),
        Facts(tuple((name, value) for name, value in pairs if value.strip())),
    ]
    if one["other_side"]:
        lines.append(Paragraph(say("effects.other_side", text=one["other_side"])))
    return lines + [Paragraph(_reply(desk, reply), "quote") for reply in one["replies"]]


def _services(desk: Desk, one: dict[str, Any]) -> list[tuple[str, str]]:
    say = desk.say
    told = [
        (
            say("effects.service_other" if line["body"] == "other" else "effects.service", name=line["name"]),
            say("effects.service_text", tie=TIES[line["tie"]][desk.language], what=line["what"], who=line["stated_by"]),
        )
        for line in one["services"]
    ]
    return told or [(say("effects.services"), say("effects.no_service"))]


def _policies(desk: Desk, one: dict[str, Any]) -> list[tuple[str, str]]:
    say = desk.say
    told = [
        (
            say("effects.policy", name=line["name"]),
            say("effects.policy_text", how=line["how"], who=line["stated_by"]) if line["how"] else say("effects.pulls"),
        )
        for line in one["policies"]
    ]
    if one["discreet_policies"]:
        told.append((say("effects.policies"), say("effects.discreet", count=one["discreet_policies"])))
    return told or [(say("effects.policies"), say("effects.no_policy"))]


def _sign(desk: Desk, sign: dict[str, Any]) -> str:
    said = [SIGNS[sign["sign"]][desk.language]]
    if sign["stance"] != "not_stated":
        said.append(STANCES[sign["stance"]][desk.language])
    words = f" « {sign['words']} »" if sign["words"] else ""
    return f"{', '.join(said)}, {desk.say('effects.according', who=sign['stated_by'])}.{words}"


def _voice(desk: Desk, one: dict[str, Any]) -> str:
    signs = " ".join(f"{sign['group']} : {_sign(desk, sign)}" for sign in one["signs"])
    replies = " ".join(_reply(desk, reply) for reply in one["replies"])
    return f"{one['contribution']} {signs} {replies}".strip()


def _rival(desk: Desk, why: dict[str, Any]) -> str:
    return desk.say("effects.rival_text", text=why["text"], who=why["author"], refuted=why["refuted_by"])


def _reply(desk: Desk, reply: dict[str, Any]) -> str:
    day = day_words(reply["answered_on"] or reply["asked_on"], desk.language)
    if reply["text"]:
        return desk.say("effects.reply", who=reply["by"], day=day, text=reply["text"])
    return desk.say("effects.no_reply", who=reply["by"], day=day)
