"""How a theme lives in local debate: marginal and consensual, invisible, divisive, or a subject like another.
The rule is data that an observatory may edit; every answer shows the rule and the figures that gave it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from longuevue.terms.refusal import Refusal

INVISIBLE, MARGINAL, DIVISIVE, SUBJECT, UNKNOWN = "invisible", "marginal", "divisive", "subject", "unknown"
NAMES = {
    INVISIBLE: "invisible : on n'en parle pas, ou presque",
    MARGINAL: "marginal et consensuel : on en parle peu, sans opposition relevée",
    DIVISIVE: "clivant : on s'y oppose",
    SUBJECT: "objet politique : on en parle et on en débat",
    UNKNOWN: "inconnu : trop peu de textes lus",
}
NAMES_EN = {
    INVISIBLE: "invisible: hardly anyone speaks of it",
    MARGINAL: "marginal and consensual: little spoken of, no opposition recorded",
    DIVISIVE: "divisive: it is opposed",
    SUBJECT: "a political object: spoken of and debated",
    UNKNOWN: "unknown: too few texts read",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The thresholds, in the words of the page where they are edited."""

    least_units_read: int = 400  # under this, nothing is said
    invisible_below_percent: float = 0.2  # of units on the theme
    marginal_below_percent: float = 2.0
    divisive_from_opposed_percent: float = 15.0  # of votes cast against or withheld, on acts of the theme
    divisive_from_contested_effects: int = 2
    high_stakes_from_percentile: float = 75.0  # of a marker among peers
    no_debate_below_percent: float = 0.5

    @classmethod
    def edited(cls, given: dict[str, Any]) -> Rule:
        """The rule with an observatory's own thresholds; an unknown name or a wrong number is refused."""
        known = {one.name: one for one in fields(cls)}
        for name, value in given.items():
            if name not in known:
                raise Refusal(f"Seuil inconnu : « {name} ».", f"Choisissez parmi {', '.join(known)}.")
            if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
                raise Refusal(f"Le seuil {name} vaut « {value} ».", "Écrivez un nombre positif.")
        return cls(**given)


@dataclass(frozen=True, slots=True)
class ThemeSeen:
    """What was counted on a theme."""

    theme: str
    units_read: int
    units_on_theme: int
    votes: int = 0
    votes_against_or_withheld: int = 0
    contested_effects: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer, its words, and why."""

    theme: str
    status: str
    said: str
    why: str
    rule: dict[str, Any]
    said_en: str = ""
    why_en: str = ""


def standing(seen: ThemeSeen, rule: Rule | None = None) -> Standing:
    """Which of the three ways of not being a political object, if any; divisive is looked at first."""
    rule = rule or Rule()
    share = 100.0 * seen.units_on_theme / seen.units_read if seen.units_read else 0.0
    opposed = 100.0 * seen.votes_against_or_withheld / seen.votes if seen.votes else 0.0
    if seen.units_read < rule.least_units_read:
        status = UNKNOWN
        why = f"{seen.units_read} unités lues, il en faut {rule.least_units_read}"
        english = f"{seen.units_read} units read, {rule.least_units_read} needed"
    elif opposed >= rule.divisive_from_opposed_percent and seen.votes:
        status, why = DIVISIVE, f"{_fr(opposed)} % de votes contre ou d'abstentions"
        english = f"{opposed:.1f}% of votes against or withheld"
    elif seen.contested_effects >= rule.divisive_from_contested_effects:
        status, why = DIVISIVE, f"{seen.contested_effects} effets contestés"
        english = f"{seen.contested_effects} contested effects"
    else:
        status = SUBJECT
        if share < rule.invisible_below_percent:
            status = INVISIBLE
        elif share < rule.marginal_below_percent:
            status = MARGINAL
        tiny = 0 < share < 0.05  # never drawn as zero
        why = f"{'moins de 0,1' if tiny else _fr(share)} % des unités en parlent"
        english = f"{'less than 0.1' if tiny else f'{share:.1f}'}% of units speak of it"
        if status == MARGINAL:
            # Without a record of votes, nothing is said of them: silence is not agreement.
            why += f", {_fr(opposed)} % de votes opposés" if seen.votes else ", votes non relevés"
            english += f", {opposed:.1f}% of votes opposed" if seen.votes else ", votes not recorded"
    return Standing(seen.theme, status, NAMES[status], why, asdict(rule), NAMES_EN[status], english)


@dataclass(frozen=True, slots=True)
class Alarm:
    """High stakes, no debate: a flow that weighs here and that nobody speaks of."""

    theme: str
    marker: str
    said: str
    said_en: str = ""


def alarms(seen: dict[str, ThemeSeen], stakes: list[tuple[str, str, float]], rule: Rule | None = None) -> list[Alarm]:
    """« Fort enjeu, sans débat »: stakes are (theme, marker, percentile among peers), in the order given."""
    rule = rule or Rule()
    found = []
    for theme, marker, percentile in stakes:
        counted = seen.get(theme)
        if counted is None or counted.units_read < rule.least_units_read:
            continue
        share = 100.0 * counted.units_on_theme / counted.units_read
        if percentile >= rule.high_stakes_from_percentile and share < rule.no_debate_below_percent:
            said = (
                f"Fort enjeu, sans débat : {marker} dépasse {percentile:.0f} % des territoires comparables, "
                f"et {_fr(share)} % des unités en parlent (seuils : {rule.high_stakes_from_percentile:.0f} % et "
                f"{_fr(rule.no_debate_below_percent)} %)."
            )
            english = (
                f"High stakes, no debate: {marker} is above {percentile:.0f}% of comparable territories, "
                f"and {share:.1f}% of units speak of it (thresholds: {rule.high_stakes_from_percentile:.0f}% and "
                f"{rule.no_debate_below_percent:.1f}%)."
            )
            found.append(Alarm(theme, marker, said, english))
    return found


def _fr(number: float) -> str:
    return f"{number:.1f}".replace(".", ",")
