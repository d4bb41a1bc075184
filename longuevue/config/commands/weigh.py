"""Commands that weigh a figure: measures, peers, scale. They read an edition and write nothing."""

from __future__ import annotations

from typing import Any

import click

from longuevue.config.commands.ask import as_json, of_edition, told
from longuevue.config.commands.flows import measure_words
from longuevue.config.commands.opening import opened
from longuevue.config.console import give, give_json
from longuevue.terms.levels import LEVEL_NAMES
from longuevue.terms.numbers import number


@click.command()
@click.argument("marker")
@click.argument("area")
@click.option("--period", help="Période. Défaut : la dernière.")
@of_edition
@as_json
def measures(marker: str, area: str, period: str | None, edition: str | None, json_: bool) -> None:
    """Ce que vaut un chiffre : précision, pairs, liens qui ressortent, diversité, découpages, évolution."""
    book = opened(edition)
    found = book.measures.of(marker, area, period)
    if json_:
        give_json(found)
        return
    give(told(found["reading"]))
    for companion in found["companions"]:
        give(f"  {companion['label']['fr']} : {measure_words(companion)}")
    sure = found["precision"]
    give("\nPrécision")
    interval = "" if sure["class"] is None else f"classe {sure['class']}, de {_n(sure['low'])} à {_n(sure['high'])}. "
    give(f"  {interval}{sure['method']['fr']}{' ' + sure['words']['fr'] if sure['words'] else ''}")
    give("\nParmi d'autres")
    for standing in found["standings"]:
        give(f"  {_standing(standing)}")
    if not found["standings"]:
        give("  Rien à comparer : pas de valeur ici, ou un chiffre estimé, partiel ou peu précis.")
    _give_links(book.measures.told(marker, area, period), found["specific_links"])
    parts = found["partition"]
    if parts["alpha"] is not None:
        give("\nDiversité des pays")
        give(
            f"  dedans {_n(parts['alpha'])} × entre membres {_n(parts['beta'])} = ensemble {_n(parts['gamma'])}. "
            f"{parts['words']['fr']}"
        )
    zonings = [("", found["zonings"]["around"]), *found["zonings"]["companions"].items()]
    give("\nSelon le découpage")
    for name, around in zonings:
        if around["low"] is not None or not name:
            give(f"  {name} : {_lowered(around['words']['fr'])}" if name else f"  {around['words']['fr']}")
    inside = found["zonings"]["inside"]
    if inside["low"] is not None:
        give(f"  {inside['measure']['fr']} : {_lowered(inside['words']['fr'])}")
    give("\nÉvolution")
    change = found["trend"]["change"]
    if change["value"] is None:
        give(f"  {change['note']['fr']}")
    else:
        first, last = found["trend"]["points"][0], found["trend"]["points"][-1]
        give(f"  {_signed(change['value'])} de {first['time_period']} à {last['time_period']}")
    test = found["trend"]["test"]
    if test["slope"] is None and test["points"] > 1:
        give(f"  {test['note']['fr']}")
    elif test["slope"] is not None:
        chance = "< 0,001" if test["probability"] < 0.001 else _n(test["probability"], 3)
        give(f"  pente {_signed(test['slope'], 3)} par an (probabilité {chance} si rien ne bougeait)")


@click.command()
@click.argument("area")
@of_edition
@as_json
def peers(area: str, edition: str | None, json_: bool) -> None:
    """Les dix territoires à qui se comparer, et comment ils ont été choisis."""
    found = opened(edition).peers(area)
    if json_:
        give_json(found)
        return
    if found is None:
        give("Aucun pair n'est proposé à ce territoire : population inconnue, ou échelle à part.")
        return
    give(f"{_sentence(found['label']['fr'])} {found['why']['fr']}")
    for peer in found["peers"]:
        give(f"  {peer['ref']:<16} {peer['name']} ({number(peer['population'])} hab.)")
    if found["warning"]:
        give(found["warning"]["fr"])


@click.command()
@click.argument("question")
@click.argument("area")
@of_edition
@as_json
def scale(question: str, area: str, edition: str | None, json_: bool) -> None:
    """À quelle échelle poser une question : celle d'un marqueur, ou celles de tout un thème."""
    found = opened(edition).measures.scale(question, area)
    if json_:
        give_json(found)
        return
    give(f"{found['asks']['fr']}\n")
    give(found["why"]["fr"])
    if found["unseen_markers"]:
        give(f"Sans source, à aucune échelle : {', '.join(found['unseen_markers'])}.")
    for judged in found["scales"]:
        mark = "convient" if judged["honest"] else "ne convient pas"
        give(f"\n{judged['name']} ({LEVEL_NAMES[judged['level']]['fr']}) : {mark}")
        for criterion in judged["criteria"]:
            give(f"  {'+' if criterion['met'] else '-'} {criterion['reason']['fr']}")


def _standing(found: dict[str, Any]) -> str:
    where = found["name"] or "pairs provisoires"
    if found["median"] is None:
        return f"{where} : {found['words']['fr']}"
    centile = f", centile {_n(found['percentile'], 0)}" if found["percentile"] is not None else ""
    side = {"higher": "plus haut", "lower": "plus bas"}.get(found["side"], "pas de différence discernable")
    than = "avec" if side.endswith("discernable") else "que"
    others = f"{found['compared_with']} {'ont' if found['compared_with'] > 1 else 'a'} ce chiffre"
    return f"{where} : {side} {than} la médiane {_n(found['median'])}{centile} ({others})"


def _give_links(told: list[dict[str, Any]], links: dict[str, Any]) -> None:
    """The sentences of the pages; of a figure that has none, why."""
    sentences = next((one["sentences"] for one in told if one["about"] == "links"), [links["method"]])
    give("\nPays partenaires")
    for sentence in sentences:
        give(f"  {sentence['fr']}")


def _n(value: float, decimals: int = 1) -> str:
    return number(value, decimals)


def _signed(value: float, decimals: int = 1) -> str:
    return ("+" if value > 0 else "") + number(value, decimals)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "."


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
