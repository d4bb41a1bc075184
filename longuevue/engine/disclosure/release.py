"""The gate itself: cells in, statuses out, or a refusal in plain French. The engine calls it before any edition.

It composes the rules, the arithmetic, the protection and the attack; none of them is here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from longuevue.engine.disclosure.audit import audit
from longuevue.engine.disclosure.cells import Cell, CellKey, added_up
from longuevue.engine.disclosure.coarsen import proposals
from longuevue.engine.disclosure.earlier import former_releases
from longuevue.engine.disclosure.ledger import Entry, Ledger, Members, Secret
from longuevue.engine.disclosure.primary import Primary, keep_wider, primaries
from longuevue.engine.disclosure.public_totals import (
    Beside,
    PublicFigure,
    primary_remainders,
    remainders,
    within_reach,
)
from longuevue.engine.disclosure.relations import Derived, Relation, area_relations, breakdown_relations, total_of
from longuevue.engine.disclosure.settings import DisclosureSettings
from longuevue.engine.disclosure.suppress import Pattern, protect
from longuevue.engine.disclosure.system import System, build_system, lone_contributors
from longuevue.terms.refusal import Refusal

#: withheld cells above which insiders are attacked by their proof only, not by a linear programme each
INSIDERS_ATTACKED_UP_TO = 2_000


@dataclass(frozen=True, slots=True)
class Release:
    """What may leave. `suppressed` cells and figures leave with that status and no value."""

    published: Mapping[CellKey, float]
    suppressed: Mapping[CellKey, Secret]
    suppressed_figures: frozenset[CellKey]
    figures: tuple[tuple[Derived, float], ...]
    members: Members
    sums: tuple[Relation, ...] = ()

    def status(self, key: CellKey) -> str:
        """`ok` or `suppressed`, for a cell or a computed figure."""
        return "suppressed" if key in self.suppressed or key in self.suppressed_figures else "ok"

    def entry(self, edition: str) -> Entry:
        """The line to add to the ledger once the edition is written."""
        return Entry(edition, self.published, self.suppressed, self.members, self.figures, self.sums)


def release(
    cells: Sequence[Cell],
    members: Members,
    *,
    settings: DisclosureSettings,
    ledger: Ledger | None = None,
    derived: Iterable[Derived] = (),
    registered_perimeters: Collection[str] | None = None,
    extra: Iterable[Relation] = (),
    public: Iterable[PublicFigure] = (),
) -> Release:
    """Decide what leaves; raise a `Refusal` when nothing prudent can be decided.

    `members` maps an area to its (member area, share), both trees and perimeters alike. `derived` are the
    percentages, rates and indices that would be printed beside the cells; `public` what other sources say already.
    """
    ledger = ledger or Ledger()
    derived = tuple(derived)
    _refuse_unregistered(cells, registered_perimeters)
    rest, rest_sums = complements(cells, derived)
    beside = remainders(cells, public)
    sums = (*extra, *rest_sums, *beside.relations)
    before = _decided_before(cells, members, derived, sums, ledger)
    if before is not None:
        return before
    system, found = assemble(cells, members, settings=settings, ledger=ledger, rest=rest, extra=sums, beside=beside)
    try:
        pattern = protect(system, found)
        _refuse_unprotected(pattern, ledger)
        _attack(system, pattern, found)
    except (ArithmeticError, RuntimeError, ValueError, np.linalg.LinAlgError) as error:  # the solver's own failures
        raise Refusal(
            f"Édition arrêtée : le calcul de protection n'a pas abouti ({type(error).__name__}). "
            "L'édition précédente reste en ligne.",
            "Relancez ; si cela se reproduit, signalez ce cas aux mainteneurs avec la source concernée.",
            where="diffusion",
        ) from error
    secret = {key for key, hidden in zip(system.keys, pattern.withheld, strict=True) if hidden}
    planned = {cell.key for cell in cells if cell.planned}
    figures, withheld_figures = _figures(derived, system, secret)
    return Release(
        published={key: float(system.value[system.position[key]]) for key in system.keys if key in planned - secret},
        suppressed={cell.key: _secret(cell, found) for cell in (*cells, *rest, *beside.cells) if cell.key in secret},
        suppressed_figures=withheld_figures,
        figures=figures,
        members={area: tuple(rows) for area, rows in members.items()},
        sums=sums,
    )


def _decided_before(
    cells: Sequence[Cell], members: Members, derived: Sequence[Derived], sums: Sequence[Relation], ledger: Ledger
) -> Release | None:
    """The same decision on the same figures: an edition made again must not hide or show anything else."""
    planned = {cell.key: cell.value for cell in cells if cell.planned}
    made_of = {area: tuple((name, share) for name, share in rows) for area, rows in members.items()}
    for entry in ledger.entries:
        hidden = {key: secret.value for key, secret in entry.withheld.items() if key in planned}
        same_members = {area: tuple((name, share) for name, share in rows) for area, rows in entry.members.items()}
        if {**entry.published, **hidden} == planned and same_members == made_of and {*sums} <= {*entry.sums}:
            printed = {figure.key for figure, _ in entry.figures}
            asked = {figure.key for figure in derived}
            if printed <= asked:
                return Release(
                    entry.published,
                    entry.withheld,
                    frozenset(asked - printed),
                    entry.figures,
                    entry.members,
                    entry.sums,
                )
    return None


def _secret(cell: Cell, found: Mapping[CellKey, Primary]) -> Secret:
    primary = found.get(cell.key)
    upper, lower = (primary.upper, primary.lower) if primary else (0.0, 0.0)
    return Secret(cell.value, cell.contributors(), cell.data_class, upper, lower)


def assemble(
    cells: Sequence[Cell],
    members: Members,
    *,
    settings: DisclosureSettings,
    ledger: Ledger,
    rest: Sequence[Cell] = (),
    extra: Iterable[Relation] = (),
    beside: Beside | None = None,
) -> tuple[System, dict[CellKey, Primary]]:
    """The whole arithmetic of a release, earlier ones included, and the cells that must not leave."""
    beside = beside or Beside([], [], [])
    values = {cell.key: cell.value for cell in cells}
    sums, groups = breakdown_relations(values)
    # what shares leave adds up over areas, never over countries: the whole is the same for each of them
    over_areas = area_relations({cell.key: cell.value for cell in (*cells, *rest)}, members)
    today = [*cells, *rest, *beside.cells]
    former = former_releases(ledger, today)
    of_today = dict.fromkeys([*over_areas, *sums, *extra])
    relations = dict.fromkeys([*of_today, *former.relations])
    everything = [*today, *former.cells]
    found = primaries(everything, settings, groups)
    by_key = {cell.key: cell for cell in cells}
    for primary in (
        *_said_of_everybody(rest, by_key, settings),
        *primary_remainders(beside, by_key, settings, former.known).values(),
        *former.primaries.values(),
    ):
        keep_wider(found, primary)
    # what already left cannot be called back: hiding it again would protect no one
    found = {key: primary for key, primary in found.items() if key not in former.known}
    if beside.figures:
        found = within_reach(found, build_system(today, of_today))
    return build_system(everything, relations, former.known), found


def complements(cells: Sequence[Cell], derived: Iterable[Derived]) -> tuple[list[Cell], list[Relation]]:
    """What each printed share leaves of its denominator, as an unprinted cell: 98 % of 200 publishes 4."""
    by_key = {cell.key: cell for cell in cells}
    rest: dict[CellKey, Cell] = {}
    siblings = defaultdict(list, dict(breakdown_relations(by_key)[1]))
    sums = []
    for figure in derived:
        if not figure.share or len(figure.numerator) != 1 or len(figure.denominator) != 1:
            continue
        part, whole = by_key.get(figure.numerator[0][0]), by_key.get(figure.denominator[0][0])
        if part is None or whole is None:
            continue
        key = part.key._replace(measure=f"{whole.key.measure} - {part.key.measure}")
        given = added_up([(whole.given, 1.0), (part.given, -1.0)]) if part.given else ()
        rest[key] = replace(
            part, key=key, value=whole.value - part.value, units=None, largest=(), given=given, planned=False
        )
        sums.append(total_of(whole.key, [part.key, key]))
        others = [other for other in siblings[whole.key] if other != part.key]
        if others and part.key in siblings[whole.key]:
            sums.append(total_of(key, others))
    return list(rest.values()), sums


def _said_of_everybody(
    rest: Iterable[Cell], cells: Mapping[CellKey, Cell], settings: DisclosureSettings
) -> Iterator[Primary]:
    """A share of a hundred per cent says of whoever is known to be in the whole that they bear the trait."""
    for cell in rest:
        part = cells[cell.key._replace(measure=cell.key.measure.rpartition(" - ")[2])]
        if cell.value == 0 and part.value > 0 and settings.rules(part.data_class).group_disclosure:
            yield Primary(part.key, "group", 0.0, min(1.0, part.value))


def _refuse_unregistered(cells: Sequence[Cell], registered: Collection[str] | None) -> None:
    if registered is None:
        return
    drawn = sorted({cell.key.area for cell in cells if cell.key.area.startswith("per-")} - set(registered))
    if drawn:
        raise Refusal(
            f"Valeur non disponible pour ce périmètre : {', '.join(drawn)} n'est pas au registre.",
            "Enregistrez le périmètre ; il sera diffusé si la vérification avec les diffusions passées réussit.",
            where="diffusion",
        )


def _refuse_unprotected(pattern: Pattern, ledger: Ledger) -> None:
    if not pattern.unprotected:
        return
    first = pattern.unprotected[0]
    ways = " ; ".join(proposal.sentence for proposal in proposals(pattern.unprotected))
    cause = " avec ce qui a déjà été diffusé" if ledger.entries else ""
    raise Refusal(
        f"Édition arrêtée : {len(pattern.unprotected)} valeur(s) protégée(s) pourraient être retrouvées par "
        f"soustraction{cause} (par exemple {first.marker}, {first.area}, {first.period}). "
        "L'édition précédente reste en ligne.",
        f"Choisissez une diffusion plus large : {ways}.",
        where="diffusion",
    )


def _attack(system: System, pattern: Pattern, found: Mapping[CellKey, Primary]) -> None:
    """The gate attacks its own answer with other means before letting it out."""
    insiders = int(np.count_nonzero(pattern.withheld & (lone_contributors(system) >= 0))) <= INSIDERS_ATTACKED_UP_TO
    breaches = audit(system, pattern.withheld, found, insiders=insiders)
    if breaches:
        raise Refusal(
            f"Édition arrêtée : la vérification retrouve {len(breaches)} valeur(s) protégée(s) "
            f"(par exemple {breaches[0].key.marker}, {breaches[0].key.area}). L'édition précédente reste en ligne.",
            "Signalez ce cas aux mainteneurs avec le nom du marqueur ; ne diffusez pas cette table d'ici là.",
            where="diffusion",
        )


def _figures(
    derived: Iterable[Derived], system: System, secret: set[CellKey]
) -> tuple[tuple[tuple[Derived, float], ...], frozenset[CellKey]]:
    """A ratio tells its numerator and what is left of its denominator: it leaves only if all of them do."""
    kept, withheld = [], set()
    for figure in derived:
        base = sum(weight * system.value[system.position[key]] for key, weight in figure.denominator)
        top = sum(weight * system.value[system.position[key]] for key, weight in figure.numerator)
        if base == 0 or any(key in secret for key in figure.inputs()):
            withheld.add(figure.key)
        else:
            kept.append((figure, _printed(figure.scale * top / base, figure.decimals)))
    return tuple(kept), frozenset(withheld)


def _printed(value: float, decimals: int) -> float:
    """Half away from zero, as every figure of the house is printed."""
    unit = 10.0**decimals
    return float(np.copysign(np.floor(abs(value) * unit + 0.5 + 1e-12), value) / unit)
