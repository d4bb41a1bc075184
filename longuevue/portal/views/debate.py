"""What local texts say of the world: one page for a place's corpora, then each sentence in its place, fifty to a page.
Everything was measured, and names hidden, before the edition; nothing is judged here."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from longuevue.portal.pages import Content, Visit, moved, page
from longuevue.portal.telling import citation
from longuevue.portal.views.territory import place_words
from longuevue.portal.words import has
from longuevue.terms.numbers import number
from longuevue.terms.refusal import Refusal

SENTENCES_PER_PAGE = 50
TRACES_SHOWN = 30


@page
def debate(visit: Visit, area: str) -> Content:
    """`/fr/territoire/com-34172/debat/`"""
    found = visit.library.territory(area)
    exact = visit.library.area_text(found["level"], found["code"])
    if exact != area:
        return moved(visit.links.to("debate", area=exact))
    dossiers = visit.library.edition.debates(exact)
    return "portal/debate.html", {
        "place": place_words(visit, found, exact),
        "notice": visit.text(visit.library.edition.debate_notice()) if dossiers else "",
        "nothing": "" if dossiers else visit.say("debate.nothing", place=found["name"]),
        "corpora": [_corpus(visit, exact, dossier) for dossier in dossiers],
        "citation": citation(visit, f"{visit.say('debate.title')}, {found['name']}", visit.request.path),
    }


@page
def debate_texts(visit: Visit, area: str, corpus: str, page: str) -> Content:
    """`/fr/territoire/com-34172/debat/minutes/page-1/`"""
    found = visit.library.territory(area)
    exact = visit.library.area_text(found["level"], found["code"])
    if exact != area:
        return moved(visit.links.to("debate_texts", area=exact, corpus=corpus, page=page))
    dossier = next((d for d in visit.library.edition.debates(exact) if d["corpus"] == corpus), None)
    number_of_pages = -(-len(dossier["sentences"]) // SENTENCES_PER_PAGE) if dossier else 0
    here = int(page)
    if dossier is None or not 1 <= here <= number_of_pages:
        raise Refusal("Cette page de phrases n'existe pas.", "Revenez à la page du débat de ce territoire.")
    first = (here - 1) * SENTENCES_PER_PAGE
    rows = dossier["sentences"][first : first + SENTENCES_PER_PAGE]
    labels = {row["id"]: row["label"] for row in dossier["lists"]}

    def address(other: int) -> str:
        inside = 1 <= other <= number_of_pages
        return visit.links.to("debate_texts", area=exact, corpus=corpus, page=other) if inside else ""

    return "portal/debate_texts.html", {
        "place": place_words(visit, found, exact),
        "back": visit.links.to("debate", area=exact),
        "notice": visit.text(visit.library.edition.debate_notice()),
        "corpus_name": visit.say(f"debate.corpus.{corpus}"),
        "lead": visit.say(
            "debate.texts_lead", first=first + 1, last=first + len(rows), total=len(dossier["sentences"])
        ),
        "documents": [
            {"name": name, "sentences": [_sentence(visit, row, labels) for row in group]}
            for name, group in groupby(rows, key=lambda row: row["document"])
        ],
        "previous": address(here - 1),
        "next": address(here + 1),
    }


def _corpus(visit: Visit, area: str, dossier: dict[str, Any]) -> dict[str, Any]:
    counts, share, rule = dossier["counts"], dossier["share"], dossier["rule"]
    periods = dossier["periods"]
    years = periods[0] if len(periods) == 1 else f"{periods[0]}–{periods[-1]}"
    say = visit.say
    texts = {key: number(value, 0, visit.language) for key, value in counts.items() if isinstance(value, int | float)}
    return {
        "id": dossier["corpus"],
        "name": say(f"debate.corpus.{dossier['corpus']}"),
        "share": _capital(say("debate.share", share=visit.text(share))),
        "share_means": say("debate.coded" if share["coded"] else "debate.upper"),
        "counted": say("debate.counted", international=texts["international"], units=texts["units"], periods=years),
        "titles_only": say("debate.titles_only") if counts["titles_only"] else "",
        "apart": say(
            "debate.apart",
            boilerplate=texts["boilerplate"],
            european=texts["european_boilerplate"],
            copies=texts["copies"],
            languages=texts["other_languages"],
        ),
        "unread": say("debate.unread", documents=len(dossier["unread"]), pages=texts["pages_unread"])
        if dossier["unread"]
        else "",
        "unread_list": dossier["unread"],
        "space": _space(visit, counts),
        "uptake": _uptake(visit, dossier.get("uptake")),
        "certificate": visit.text(dossier["certificate"]) if dossier["certificate"] else "",
        "certificate_details": _certificate(visit, dossier["certificate"] or {}),
        "alarms": [visit.text(alarm) for alarm in dossier["alarms"]],
        "themes": [_theme(visit, row) for row in dossier["themes"]],
        "rule": say("debate.rule", **{name: _plain(value, visit.language) for name, value in rule.items()}),
        "origins": _origins(visit, dossier["origins"]),
        "lists": [
            {
                "label": row["label"],
                "units": number(row["units"], 0, visit.language) if row["units"] is not None else "",
                "found": number(row["international"], 0, visit.language) if row["international"] is not None else "",
            }
            for row in dossier["lists"]
        ],
        "questions": dossier.get("questions", []),
        "read_all": say("debate.read_all", count=number(len(dossier["sentences"]), 0, visit.language)),
        "url": visit.links.to("debate_texts", area=area, corpus=dossier["corpus"], page=1)
        if dossier["sentences"]
        else "",
    }


def _space(visit: Visit, counts: dict[str, Any]) -> str:
    """Words, pages and column space of what the meter found; what a text does not give is not said."""
    say, language = visit.say, visit.language
    said = []
    for key, name in (("words_percent", "words"), ("pages_percent", "pages")):
        if counts.get(key) is not None:
            said.append(say(f"debate.space_{name}", **{name: number(counts[key], 1, language)}))
    whole = counts.get("space_cm2")
    if whole:
        part = counts["space_international_cm2"]
        percent = number(100.0 * part / whole, 1, language)
        written = {"part": number(part, 0, language), "whole": number(whole, 0, language)}
        said.append(say("debate.space_column", percent=percent, **written))
    return say("debate.space", said=", ".join(said)) if said else ""


def _certificate(visit: Visit, found: dict[str, Any]) -> list[str]:
    """The sessions read, and every hole in numbers and dates."""
    lines = []
    if found.get("sessions"):
        lines.append(visit.say("debate.certificate_sessions", days=", ".join(found["sessions"])))
    if found.get("missing_numbers"):
        written = [str(first) if first == last else f"{first}–{last}" for first, last in found["missing_numbers"]]
        lines.append(visit.say("debate.certificate_numbers", numbers=", ".join(written)))
    for first, last, days in found.get("silences", []):
        lines.append(visit.say("debate.certificate_silence", first=first, last=last, days=days))
    return lines


def _uptake(visit: Visit, found: dict[str, Any] | None) -> dict[str, Any]:
    """Traces of the diagnostic in these texts, or why none could be looked for."""
    say = visit.say
    if found is None:
        return {"said": say("debate.uptake_not_looked"), "traces": []}
    if not found["read"]:
        return {"said": say("debate.uptake_earlier", since=found["since"]), "traces": []}
    return {
        "said": say("debate.uptake_found", found=found["found"], read=found["read"], since=found["since"]),
        "traces": [_trace(visit, trace) for trace in found["traces"][:TRACES_SHOWN]],
        "more": say("debate.uptake_more", count=len(found["traces"])) if len(found["traces"]) > TRACES_SHOWN else "",
    }


def _trace(visit: Visit, trace: dict[str, Any]) -> dict[str, str]:
    labels = {marker["id"]: marker["label"] for marker in visit.library.edition.markers()}
    of = visit.text(labels[trace["of"]]) if trace["of"] in labels else trace["of"]
    place = "debate.position" if trace["page"] else "debate.position_no_page"
    whole = of if of != "diagnostic" else visit.say("debate.uptake_whole")
    return {
        "kind": visit.say(f"debate.uptake_{trace['kind']}"),
        "of": whole,
        "shown": trace["shown"] if trace["kind"] != "paraphrase" else "",
        "text": trace["text"],
        "place": f"{trace['document']}, {visit.say(place, page=trace['page'], number=trace['number'])}",
    }


def _theme(visit: Visit, row: dict[str, Any]) -> dict[str, str]:
    return {
        "name": _capital(visit.say(f"debate.name.{row['theme']}")),
        "units": number(row["units"], 0, visit.language),
        "status": row["status"],
        "said": _capital(visit.text(row["said"])),
        "why": visit.text(row["why"]),
    }


def _origins(visit: Visit, origins: dict[str, dict[str, int]]) -> list[dict[str, str]]:
    sums: dict[str, int] = {}
    for by_who in origins.values():
        for who, count in by_who.items():
            sums[who] = sums.get(who, 0) + count
    return [
        {"who": _capital(visit.say(f"debate.who.{who}")), "count": number(count, 0, visit.language)}
        for who, count in sorted(sums.items())
        if has(f"debate.who.{who}")
    ]


def _sentence(visit: Visit, row: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    place = "debate.position" if row["page"] else "debate.position_no_page"
    return {
        "text": row["text"],
        "position": visit.say(place, page=row["page"], number=row["number"]),
        "date": row["date"] or "",
        "list": labels.get(row["list"] or "", ""),
        "themes": ", ".join(visit.say(f"debate.name.{theme}") for theme in row["themes"]),
        "way": visit.say(f"debate.way.{row['direction']}"),
        "reasons": row["reasons"],
    }


def _plain(value: float, language: str) -> str:
    return number(value, 0 if float(value).is_integer() else 1, language)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
