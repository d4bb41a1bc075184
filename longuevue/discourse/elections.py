"""Rules of an election period: official order, all lists or none, the same questions, a freeze before the polls.
Pure functions over dates and lists; legal dates are to be confirmed by the operator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TypeVar

from longuevue.terms.refusal import Refusal

T = TypeVar("T")
NOTICE_MONTHS = 6
NOTICE = (
    "Période électorale : cette page mesure des textes, elle ne classe ni ne recommande aucune liste. "
    "Responsable de la rédaction : {editor}."
)


NOTICE_EN = "Election period: this page measures texts; it neither ranks nor recommends any list. Editor: {editor}."


@dataclass(frozen=True, slots=True)
class ElectionSettings:
    """The `[elections]` table of observatory.toml: closing time of each round, and who answers for the pages."""

    polls: tuple[datetime, ...] = ()  # closing of the last poll of each round, with its time zone
    editor: str | None = None
    questions: tuple[str, ...] = ()

    @classmethod
    def from_table(cls, table: Mapping[str, object]) -> ElectionSettings:
        """Read the table; a date without a time zone, or out of order, is refused."""
        polls = []
        for written in _list(table.get("polls", ())):
            try:
                moment = written if isinstance(written, datetime) else datetime.fromisoformat(str(written))
            except ValueError:
                raise Refusal(
                    f"Date de scrutin illisible : « {written} ».",
                    "Écrivez par exemple 2026-03-15T20:00:00+01:00 (fermeture du dernier bureau).",
                    where="observatory.toml, [elections] polls",
                ) from None
            if moment.tzinfo is None:
                raise Refusal(
                    f"La date « {written} » n'a pas de fuseau horaire.",
                    "Ajoutez-le : 2026-03-15T20:00:00+01:00.",
                    where="observatory.toml, [elections] polls",
                )
            polls.append(moment)
        if polls != sorted(polls):
            raise Refusal(
                "Les tours ne sont pas dans l'ordre.",
                "Écrivez le premier tour d'abord.",
                where="observatory.toml, [elections] polls",
            )
        editor = str(table.get("editor") or "").strip() or None
        questions = tuple(str(question) for question in _list(table.get("questions", ())))
        return cls(tuple(polls), editor, questions)


def _list(given: object) -> list[object]:
    return list(given) if isinstance(given, list | tuple) else [given]


def frozen(settings: ElectionSettings, now: datetime) -> datetime | None:
    """When the freeze in force ends, else None: from the eve at 00:00 to the closing of the last poll of the round."""
    for closing in settings.polls:
        local = now.astimezone(closing.tzinfo)
        eve = datetime.combine(closing.date() - timedelta(days=1), time(0, 0), closing.tzinfo)
        if eve <= local < closing:
            return closing
    return None


def refuse_if_frozen(settings: ElectionSettings, now: datetime) -> None:
    """Nothing about lists changes during the freeze: every way of writing calls this first."""
    until = frozen(settings, now)
    if until is not None:
        raise Refusal(
            "Rien de ce qui touche aux listes ne change depuis la veille du scrutin à 0 h.",
            f"Recommencez après la fermeture du dernier bureau ({until:%d/%m/%Y à %H:%M}).",
        )


def notice_from(closing: datetime) -> datetime:
    """Six months before a poll, at 00:00."""
    month = closing.month - NOTICE_MONTHS
    year = closing.year + (month - 1) // 12
    month = (month - 1) % 12 + 1
    day = closing.day
    while True:
        try:
            return datetime(year, month, day, tzinfo=closing.tzinfo)
        except ValueError:
            day -= 1


def notice(settings: ElectionSettings, now: datetime) -> str | None:
    """The notice pages carry, from six months before to the last poll; without a named editor, a refusal."""
    if not settings.polls:
        return None
    first, last = settings.polls[0], settings.polls[-1]
    if not notice_from(first) <= now.astimezone(first.tzinfo) < last:
        return None
    if not settings.editor:
        raise Refusal(
            "À moins de six mois d'un scrutin, les pages du débat ont besoin d'un responsable nommé.",
            'Écrivez editor = "Prénom Nom, fonction" dans [elections].',
            where="observatory.toml",
        )
    return NOTICE.format(editor=settings.editor)


def notice_in(settings: ElectionSettings) -> dict[str, str] | None:
    """The notice of an edition, with its dates: an edition is read at any time, so it says from when to when it holds."""
    if not settings.polls or not settings.editor:
        return None
    start, end = notice_from(settings.polls[0]), settings.polls[-1]
    return {
        "fr": f"Du {start:%d/%m/%Y} au {end:%d/%m/%Y}. " + NOTICE.format(editor=settings.editor),
        "en": f"From {start:%d/%m/%Y} to {end:%d/%m/%Y}. " + NOTICE_EN.format(editor=settings.editor),
    }


def in_official_order(official: Sequence[str], found: Mapping[str, T]) -> list[tuple[str, T]]:
    """All lists in the official order, or none: a missing list or an unknown one is refused."""
    missing = [name for name in official if name not in found]
    unknown = [name for name in found if name not in official]
    if missing:
        raise Refusal(
            f"Toutes les listes ou aucune : il manque {', '.join(missing)}.",
            "Ajoutez leur texte ; une liste sans texte se donne comme « non lue », jamais comme zéro.",
        )
    if unknown:
        raise Refusal(
            f"Liste(s) absente(s) de l'ordre officiel : {', '.join(unknown)}.",
            "Vérifiez les numéros de panneau de la préfecture.",
        )
    if len(set(official)) != len(official):
        raise Refusal("Une liste est écrite deux fois dans l'ordre officiel.", "Gardez un numéro par liste.")
    return [(name, found[name]) for name in official]


def same_questions(questions: Sequence[str], asked: Mapping[str, Sequence[str]]) -> None:
    """The same questions, in the same words and order, to every list."""
    for name, sent in asked.items():
        if list(sent) != list(questions):
            raise Refusal(
                f"La liste « {name} » n'a pas reçu les mêmes questions que les autres.",
                "Envoyez à toutes le même texte, dans le même ordre.",
            )
