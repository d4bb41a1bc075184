"""What a figure is worth, in plain sentences: how sure it is, which countries stand out, whether members differ, what
boundaries change. Every measure comes from its neighbours; one that is refused is told with why, and nothing is computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from longuevue.edition.measured.links import is_lone
from longuevue.edition.measured.rows import both
from longuevue.terms.bilingual import Bilingual
from longuevue.terms.countries import country_name, in_order_of_names
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import count_decimals, number, with_unit
from longuevue.territories.areas import AreaRef

if TYPE_CHECKING:
    from longuevue.edition.measured.measures import Measures

#: beyond this ratio of all links to those expected, or under its inverse, the total is told beside the countries
WHOLE_APART = 1.5
#: so many countries are named, the others are counted
NAMED = 8
NONE_STANDS_OUT = Bilingual(
    "Aucun pays ne ressort : chacun pèse à peu près ce qu'on attendait.",
    "No country stands out: each weighs about what was expected.",
)


def told(measures: Measures, marker: str, area: str | AreaRef, period: str | None = None) -> list[dict[str, Any]]:
    """By subject (`precision`, `links`, `members`, `boundaries`), the sentences to read; none where there is no value."""
    known = measures.edition.marker(marker)
    reading = measures.edition.reading(marker, area, period)
    if reading["value"] is None:
        return []
    when = reading["time_period"]
    sure = _precision(known, measures.precision(marker, area, when))
    sure += [_between(span) for span in _spans(measures, known, reading)]
    found = [{"about": "precision", "sentences": sure}]
    if known["by_partner_country"] != "no":
        links = measures.specific_links(marker, area, when)
        found.append({"about": "links", "sentences": links_told(links)})
        parts = measures.partition(marker, area, when)
        if links["links"] and parts["members_level"]:
            name = LEVEL_NAMES[parts["members_level"]]
            counted = Bilingual(
                f"{parts['members']} {name['fr']}s ont des chiffres par pays.",
                f"{parts['members']} {name['en']}s have figures by country.",
            )
            found.append({"about": "members", "sentences": [parts["words"], both(counted)]})
    found.append({"about": "boundaries", "sentences": _boundaries(known, measures.zonings(marker, area, when))})
    return found


def _spans(measures: Measures, marker: dict[str, Any], reading: dict[str, Any]) -> list[dict[str, Any]]:
    """The diversities told beside the figure that are two bounds rather than one number."""
    place = measures.edition.places.get(reading["area_level"], reading["ref_area"]).ref
    found = measures.edition.companions(marker["id"], place, reading["time_period"])
    return [companion for companion in found if companion["between"]]


def _between(companion: dict[str, Any]) -> dict[str, str]:
    """Why a diversity has two bounds, and what each of them is."""
    low, high = companion["between"]["low"], companion["between"]["high"]
    decimals = companion["unit"]["decimals"]
    low_fr, low_en = (number(low, decimals, language) for language in ("fr", "en"))
    high_fr, high_en = (number(high, 0, language) for language in ("fr", "en"))
    return {
        "fr": f"Nombre équivalent de pays : entre {low_fr} et {high_fr}. Le premier pèse chaque pays par sa part : c'est ce que "
        "dit la liste, et une liste courte oublie des liens. Le second compte à égalité tous les pays présents : la liste ne "
        "peut pas dire plus. La correction habituelle des listes courtes passerait le second : elle n'est pas retenue.",
        "en": f"Equivalent number of countries: between {low_en} and {high_en}. The first weighs each country by its share: it "
        "is what the list says, and a short list leaves links out. The second counts all countries present as equals: the "
        "list cannot say more. The usual correction for short lists would pass the second: it is not used.",
    }


def interval_said(marker: dict[str, Any], sure: dict[str, Any]) -> dict[str, str] | None:
    """« Entre 8,2 % et 25,3 %, presque sûrement »; None where there is no interval."""
    if sure["low"] is None or sure["low"] == sure["high"]:
        return None
    decimals, unit = marker["unit"]["decimals"], marker["unit"]
    (low_fr, high_fr), (low_en, high_en) = (
        [with_unit(number(sure[end], decimals, language), unit[language], language) for end in ("low", "high")]
        for language in ("fr", "en")
    )
    return {
        "fr": f"Entre {low_fr} et {high_fr}, presque sûrement (95 fois sur 100).",
        "en": f"Between {low_en} and {high_en}, almost surely (95 times out of 100).",
    }


def _precision(marker: dict[str, Any], sure: dict[str, Any]) -> list[Any]:
    span = interval_said(marker, sure)
    said: list[Any] = [span] if span else []
    if sure["words"]:
        said.append({language: f"{text[:1].upper()}{text[1:]}." for language, text in sure["words"].items()})
    return [*said, sure["method"]]


def links_told(links: dict[str, Any]) -> list[Any]:
    """Which partner countries stand out, which rest on one link alone, and how they were expected."""
    if not links["links"]:
        return [links["method"]]
    notable = [link for link in links["links"] if link["notable"]]
    alone = [link for link in notable if is_lone(link["observed"], link["residual"])]
    more = [link for link in notable if link["residual"] > 0 and link not in alone]
    less = [link for link in notable if link["residual"] < 0]
    said: list[Any] = []
    for group, fr, en in (
        (more, "Plus qu'attendu", "More than expected"),
        (less, "Moins qu'attendu", "Less than expected"),
    ):
        if group:
            said.append({"fr": f"{fr} : {_named(group, 'fr')}.", "en": f"{en}: {_named(group, 'en')}."})
    if alone:
        fr, en = (_named(alone, language, bare=True) for language in ("fr", "en"))
        each_fr, each_en = (" chacun", " each") if len(alone) > 1 else ("", "")
        said.append(
            {
                "fr": f"Un seul lien{each_fr}, trop peu pour conclure : {fr}.",
                "en": f"One link{each_en}, too few to conclude: {en}.",
            }
        )
    if not notable:
        said.append(both(NONE_STANDS_OUT))
    whole = _whole(links) if more or less else None
    return [*said, *([whole] if whole else []), links["method"], *([links["note"]] if more or less else [])]


def _whole(links: dict[str, Any]) -> dict[str, str] | None:
    """All links beside all those expected, where they are far apart: part of each country's gap comes from there."""
    observed, expected = links["observed"], links["expected"]
    if not expected or 1 / WHOLE_APART <= observed / expected <= WHOLE_APART:
        return None
    (some_fr, all_fr), (some_en, all_en) = (
        [number(observed, count_decimals(observed), language), number(expected, 0 if expected >= 100 else 1, language)]
        for language in ("fr", "en")
    )
    return {
        "fr": f"Tous pays connus ensemble : {some_fr} pour {all_fr} attendus ; une part de chaque écart vient de là.",
        "en": f"All known countries together: {some_en} for {all_en} expected; part of each gap comes from there.",
    }


def _named(links: list[dict[str, Any]], language: str, *, bare: bool = False) -> str:
    """« Canada (2 pour 0,1 attendu) », in order of names; past the limit the others are counted."""
    names = [(country_name(link["counterpart_area"], language), link) for link in links]
    names.sort(key=lambda pair: in_order_of_names(pair[0]))
    said = []
    for name, link in names[:NAMED]:
        observed = number(link["observed"], count_decimals(link["observed"]), language)
        expected = number(link["expected"], 0 if link["expected"] >= 100 else 1, language)
        many = "s" if link["expected"] >= 1.95 else ""
        against = (
            f"{observed} pour {expected} attendu{many}" if language == "fr" else f"{observed}, {expected} expected"
        )
        said.append(name if bare else f"{name} ({against})")
    left = len(names) - len(said)
    others = {"fr": f" et {left} autres", "en": f" and {left} others"}[language] if left else ""
    return ", ".join(said) + others


def _boundaries(marker: dict[str, Any], zonings: dict[str, Any]) -> list[Any]:
    labels = {companion["id"]: companion["label"] for companion in marker.get("companions", [])}
    said = []
    around = zonings["around"]
    if around["low"] is not None:
        said.append(around["words"])
    for name, companion in zonings["companions"].items():
        label = labels[name.rpartition(".")[2]]
        if companion["low"] is not None:
            said.append(
                {
                    "fr": f"{label['fr']} : {_lowered(companion['words']['fr'])}",
                    "en": f"{label['en']}: {_lowered(companion['words']['en'])}",
                }
            )
    inside = zonings["inside"]
    if inside["low"] is not None:
        said.append(
            {
                "fr": f"{_raised(inside['measure']['fr'])} : {_lowered(inside['words']['fr'])}",
                "en": f"{_raised(inside['measure']['en'])}: {_lowered(inside['words']['en'])}",
            }
        )
    refused = [companion["words"] for companion in zonings["companions"].values()] or [around["words"]]
    return said or refused[:1]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
