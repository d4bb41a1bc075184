"""A perimeter asked outside a build: its entrusted figures now, or « not available for this perimeter », through the gate.

The command line and the workshop call it; the decision is `engine.disclosure.asked`'s.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from longuevue.config.gate import entrusted_sources, ledger_of, refuse_a_lost_ledger
from longuevue.config.observatory import Observatory
from longuevue.facts.cards import SourceCard
from longuevue.markers.shelf import load_shelf
from longuevue.sources.gathering import facts_for
from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import load_catalogue
from longuevue.territories.perimeters import Perimeter, read_perimeter

UNAVAILABLE = "valeur non disponible pour ce périmètre"
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """One figure asked of the perimeter: a value, or none and the reason."""

    source: str
    measure: str
    label: str
    period: str
    counterpart: str
    category: str
    value: float | None

    @property
    def status(self) -> str:
        """`ok`, or `suppressed`: never a zero in place of what is withheld."""
        return "ok" if self.value is not None else "suppressed"

    def as_data(self) -> dict[str, Any]:
        """For the JSON of the command line."""
        return {
            "source": self.source, "measure": self.measure, "label": self.label, "time_period": self.period,
            "counterpart_area": self.counterpart, "category": self.category or None, "value": self.value,
            "status": self.status, "status_reason": None if self.value is not None else "suppressed",
        }  # fmt: skip


def ask_perimeter(
    observatory: Observatory, asked: str, *, progress: Progress = lambda _: None
) -> tuple[Perimeter, list[Answer]]:
    """What leaves of a perimeter: the file of a new one, which is then registered, or the name of a registered one.

    Answers are written in the ledger before they are given. Raises `Refusal` when no edition stands to compare with.
    """
    from longuevue.engine.disclosure.ledger import Ledger

    perimeter, file = _perimeter(observatory, asked)
    others = [p for p in observatory.perimeters() if p.slug != perimeter.slug]
    catalogue = load_catalogue(perimeters=(*others, perimeter))
    gathered = facts_for(observatory.folder, None, progress)
    entrusted = entrusted_sources(gathered.cards, gathered.receipts)
    if not entrusted:
        raise Refusal(
            "Cet observatoire n'a aucun chiffre confié par des acteurs : un périmètre n'y demande pas d'autorisation.",
            "Placez son fichier dans perimeters/, puis lancez longuevue build.",
        )
    ledger = Ledger(ledger_of(observatory.folder))
    refuse_a_lost_ledger(observatory.editions, ledger)
    if not ledger.entries:
        raise Refusal(
            "Aucune édition n'a encore été diffusée : rien ne dit ce qui est déjà connu.",
            "Construisez-en une d'abord : longuevue build.",
        )
    progress(f"Vérification du périmètre {perimeter.slug} avec {len(ledger.entries)} diffusion(s) passée(s)")
    found = _decided(observatory, f"per-{perimeter.slug}", catalogue, gathered, ledger)
    _register(observatory, perimeter, file)
    for source, decided in found.items():
        ledger.append(decided.entry(f"per-{perimeter.slug}/{source}"))
    return perimeter, [answer for source in found for answer in _answers(found[source], gathered.cards[source])]


def _decided(observatory: Observatory, area: str, catalogue: Any, gathered: Any, ledger: Any) -> dict[str, Any]:
    from longuevue.engine.context import joined_membership
    from longuevue.engine.disclosure.protected_facts import ask_perimeter as ask
    from longuevue.engine.disclosure.sensitive import sensitive_measures
    from longuevue.engine.disclosure.settings import settings_from

    shelf = load_shelf(observatory.own_markers)
    where = str(observatory.folder / "observatory.toml")
    return ask(
        gathered.facts,
        area,
        cards=gathered.cards,
        sensitive=sensitive_measures(
            shelf, gathered.cards, observatory.settings.sensitive, sorted(gathered.receipts)
        ),
        membership=joined_membership(catalogue.membership(), catalogue.territories()),
        settings=settings_from(observatory.tables().get("disclosure", {}), where=where),
        ledger=ledger,
    )  # fmt: skip


def _answers(decided: Any, card: SourceCard) -> Iterator[Answer]:
    mine = {key: value for key, value in decided.published.items() if key.area.startswith("per-")}
    hidden = [key for key in decided.suppressed if key.area.startswith("per-") and key.measure in card.measures]
    for key in sorted([*mine, *hidden]):
        label = card.measures[key.measure].label.fr
        yield Answer(
            card.id, key.measure, label, key.period, key.counterpart, key.category,
            mine.get(key),
        )  # fmt: skip


def _perimeter(observatory: Observatory, asked: str) -> tuple[Perimeter, Path | None]:
    path = Path(asked)
    if path.is_file():
        perimeter = read_perimeter(path)
        known = observatory.folder / "perimeters" / f"{perimeter.slug}.yaml"
        same = {p.slug: p for p in observatory.perimeters()}.get(perimeter.slug)
        if same is not None and same.declared != perimeter.declared and not _only_moved(same, perimeter):
            raise Refusal(
                f"Un autre périmètre s'appelle déjà « {perimeter.slug} », avec d'autres membres.",
                "Donnez-lui un autre nom court (slug) : ce qui est sorti sous un nom ne change plus de sens.",
                where=str(path),
            )
        return perimeter, None if same is not None or known.resolve() == path.resolve() else path
    slug = asked.removeprefix("per-")
    for perimeter in observatory.perimeters():
        if perimeter.slug == slug:
            return perimeter, None
    raise Refusal(
        f"« {asked} » n'est ni un fichier ni un périmètre enregistré.",
        "Donnez le fichier YAML du périmètre (docs/reference/territories.md).",
    )


def _only_moved(one: Perimeter, other: Perimeter) -> bool:
    """Whether two files declare the same members, whatever the lines they stand on."""
    plain = [{(d.country, d.level, d.code, d.share) for d in p.declared} for p in (one, other)]
    return plain[0] == plain[1]


def _register(observatory: Observatory, perimeter: Perimeter, file: Path | None) -> None:
    """The file of a new perimeter joins the registry, whole or not at all."""
    if file is None:
        return
    folder = observatory.folder / "perimeters"
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{perimeter.slug}.draft"
    shutil.copyfile(file, draft)
    draft.replace(folder / f"{perimeter.slug}.yaml")
