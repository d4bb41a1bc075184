"""What is owed to residents about each link, and the other registers of a place, in the words of a page.
A line that nobody filled is a line, said missing; nothing is guessed to fill it."""

from __future__ import annotations

from typing import Any

from longuevue.portal.pages import Visit
from longuevue.terms.countries import country_name
from longuevue.terms.money import year_total
from longuevue.terms.numbers import number


def sheets(visit: Visit, area: str) -> list[dict[str, Any]]:
    """One accountability sheet a link: aims, interests, money, returns and for whom, vote, the four legs, what hangs on it."""
    return [
        {"partner": one["partner"], "lines": _lines(visit, one), "legs": _legs(visit, one), "more": _more(visit, one)}
        for one in visit.library.edition.links(area)
    ]


def _lines(visit: Visit, one: dict[str, Any]) -> list[dict[str, str]]:
    money = [
        visit.say("local.money_year", year=str(row["year"]), euros=number(total, language=visit.language))
        for row in one["money"]
        if (total := year_total(row["own"], row["co_funded"])) is not None
    ]
    returns = [
        visit.say("local.return_for", kind=back["kind"], whom=back["beneficiary"], years=back["years"])
        for back in one["returns"]
    ]
    said = {
        "aims": one["aims"],
        "local_interest": one["local_interest"],
        "mutual_interest": one["mutual_interest"],
        "money": " ; ".join(money),
        "returns": " ; ".join(returns),
        "vote": one["vote"],
    }
    early = visit.say("local.aims_early") if one["aims"] and one["aims_before_diagnostic"] else ""
    return [
        {"name": visit.say(f"local.sheet_{name}"), "said": text.strip(), "note": early if name == "aims" else ""}
        for name, text in said.items()
    ]


def _legs(visit: Visit, one: dict[str, Any]) -> list[dict[str, str]]:
    """The four legs on the day of the edition: a proof holds a leg up only while it is recent."""
    proofs = {leg["leg"]: leg for leg in one["legs"]}
    found = []
    for name in ("political", "technical", "citizen", "information"):
        leg, state = proofs.get(name), "leg_none"
        if leg is not None:
            state = "leg_holds" if leg["until"] >= str(visit.library.date) else "leg_fell"
        words = visit.say(f"local.{state}", day=leg["day"], until=leg["until"]) if leg else visit.say(f"local.{state}")
        found.append({"name": visit.say(f"local.{name}"), "state": words, "evidence": leg["evidence"] if leg else ""})
    return found


def _more(visit: Visit, one: dict[str, Any]) -> list[dict[str, Any]]:
    """What else hangs on the link, kind by kind: what became of it, agreements, services, milestones, lessons, others' money."""
    silent = visit.say("local.nothing_told")
    listed = {
        "changes": [_joined(c["day"], c["reason"], c["deliberation"]) for c in one["changes"]],
        "agreements": [_joined(a["title"], a["signed"], a["ends"] and f"→ {a['ends']}", a["vote"]) for a in one["agreements"]],
        "engagements": [_joined(e["service"], e["what"], e["since"]) for e in one["engagements"]],
        "milestones": [_joined(m["what"], m["day"]) for m in one["milestones"]],
        "missions": [_joined(m["day"], m["what"], m["service"], m["changed"] or silent, m["decision"]) for m in one["missions"]],
        "third_parties": [
            _joined(t["funder"], t["amount_eur"] is not None and f"{number(t['amount_eur'], language=visit.language)} €", t["what"])
            for t in one["third_parties"]
        ],
    }  # fmt: skip
    return [{"name": visit.say(f"local.{name}"), "entries": items} for name, items in listed.items() if items]


def _joined(*texts: Any) -> str:
    return " · ".join(str(text) for text in texts if text)


def networks(visit: Visit, area: str) -> list[dict[str, Any]]:
    """The networks that a place of the territory is in, by right or as a guest; how many announced members are not named."""
    rows = []
    for one in visit.library.edition.networks(area):
        here = [
            _joined(member["name"], visit.text(member["ground_name"]), member["since"] and str(member["since"]))
            for member in one["here"]
        ]
        announced = one["announced_members"]
        lacking = max(0, announced - len(one["members"])) if announced is not None else 0
        guests = sum(member["ground"] == "guest" for member in one["members"])
        rows.append(
            {
                "name": one["name"],
                "about": _joined(one["founded"] and str(one["founded"]), one["ground"]),
                "pillars": [line for line in one["pillars"].splitlines() if line.strip()],
                "here": here,
                "count": visit.say("local.network_count", count=len(one["members"]) - guests, guests=guests),
                "lacking": visit.say("local.network_lacking", announced=announced, lacking=lacking) if lacking else "",
            }
        )
    return rows


def organisation(visit: Visit, area: str) -> dict[str, Any]:
    """The organisation of the authority of this very place; empty where nobody said it."""
    found = visit.library.edition.organisations(area)
    if not found:
        return {}
    one = found[0]
    return {
        "option": visit.text(one["option_name"]),
        "service": one["service"],
        "directions": one["directions"],
        "gaps": ", ".join(one["gaps"]),
    }


def cards(visit: Visit, area: str) -> list[dict[str, Any]]:
    """The cards, kind by kind; an announced total that its parts do not make is said beside it."""
    groups: dict[str, dict[str, Any]] = {}
    for card in visit.library.edition.cards(area):
        group = groups.setdefault(card["kind"], {"name": visit.text(card["kind_name"]), "entries": []})
        count = (
            f"{number(card['number'], language=visit.language)} {card['unit']}".strip()
            if card["number"] is not None
            else ""
        )
        parts = ", ".join(
            f"{part['what']} : {number(part['count'], language=visit.language)}" for part in card["parts"]
        )
        where = country_name(card["country"], visit.language) if card["country"] else ""
        decided = visit.say("local.decided_by", who=card["decided_by"]) if card["decided_by"] else ""
        warning = ""
        if card["disagrees"]:
            total, made = (number(card[name], language=visit.language) for name in ("number", "sum_of_parts"))
            warning = visit.say("local.disagrees", total=total, parts=made)
        about = _joined(
            card["what"],
            ", ".join(card.get("parties", ())),
            where,
            card["origin"],
            card["since"],
            decided,
            count,
            parts,
            card["evidence"],
        )
        group["entries"].append({"name": card["name"], "about": about, "warning": warning, "note": card["origin_note"]})
    return list(groups.values())


def strata(visit: Visit, area: str) -> list[dict[str, Any]]:
    """Links by decade and layer; the totals make the register."""
    return [
        {
            "period": visit.say("local.undated") if cell.period == "undated" else cell.period,
            "layer": visit.say(f"local.layer_{cell.layer}"),
            "alive": cell.alive,
            "ended": cell.ended,
            "total": cell.total,
        }
        for cell in visit.library.edition.strata(area)
    ]
