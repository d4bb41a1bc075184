"""One district of the linear system: withhold more cells until every need is met, then give back what was not needed.

The algorithm is methodology §3.3; a need is judged by a possible world that meets it, so that one solution answers
for many cells and the answer can be checked by a product of matrices. Cutting a country up is `suppress.py`.
"""

from __future__ import annotations

import numpy as np

from longuevue.engine.disclosure.solver import EPSILON, DeviationModel
from longuevue.engine.disclosure.system import System
from longuevue.engine.disclosure.witnesses import UNIT, Need, Needs, Pool

#: bulk questions asked in a row without learning anything before cells are taken one by one
_PATIENCE = 2


class District:
    """Cells `here` of the system, free to move; every other cell of the country is held at its true value."""

    def __init__(
        self,
        system: System,
        withheld: np.ndarray,
        here: np.ndarray,
        core: np.ndarray,
        upper: np.ndarray,
        lower: np.ndarray,
        person: np.ndarray,
    ) -> None:
        self.here = here
        columns = system.matrix[:, here].tocsr()
        rows = np.flatnonzero(np.diff(columns.indptr))
        self.matrix = columns[rows].tocsr()
        slack_low, slack_high = system.slack()
        self.row_low, self.row_high = slack_low[rows], slack_high[rows]
        self.value = system.value[here]
        self.up = system.high[here] - self.value
        self.down = self.value - system.low[here]
        self.cost = np.minimum(system.cost()[here], 1e15)
        self.whole = system.counted[here] & (np.rint(self.value) == self.value)
        self.withheld = withheld[here].copy()
        self.before = self.withheld.copy()
        self.pool = Pool(len(here))
        self.unprotected: list[Need] = []
        self._let_go: list[Need] = []
        self._upper, self._lower = upper[here], lower[here]
        self._core = core[here]
        self._person = person[here]
        self._primary = np.flatnonzero(self._core & self.withheld)
        # Methodology §3.3 asks about insiders within each equation; a perimeter asked later makes new equations, so as
        # far as can be nobody who is alone in any cell computes anybody else. Where nobody is, nobody is computed.
        self._targets = self._primary[system.units[here][self._primary] > 0]
        self._insiders = np.unique(self._person[self.withheld & (self._person >= 0)])

    # -- what must be proved -------------------------------------------------------------------------------------

    def needs(self) -> Needs:
        """Distances for the primary cells of the core, a unit for every cell withheld here, insiders."""
        primary = self._primary
        up = primary[self._upper[primary] > 0]
        down = primary[self._lower[primary] > 0]
        added = np.flatnonzero(self.withheld & ~self.before)
        units = np.union1d(primary, added)
        return Needs(
            up, self._upper[up], down, self._lower[down], units, self._unit(units),
            self._targets, self._unit(self._targets), self._insiders, self._person,
        )  # fmt: skip

    def _unit(self, cells: np.ndarray) -> np.ndarray:
        return np.where(self.whole[cells], UNIT, 1e-3 * (1.0 + np.abs(self.value[cells])))

    # -- withholding ---------------------------------------------------------------------------------------------

    def protect(self) -> None:
        """Meet every need, outsiders' first, then insiders'; give back what turned out useless."""
        self._look_around()
        self._cover(pairs=False)
        self._cover(pairs=True)
        self._give_back()

    def _model(self, only: np.ndarray | None = None) -> DeviationModel:
        """The deviations of this district; with `only`, those confined to some cells."""
        price = np.where(self.withheld, EPSILON, self.cost)
        up, down = self.up, self.down
        if only is not None:
            up, down = np.where(only, up, 0.0), np.where(only, down, 0.0)
        return DeviationModel(self.matrix, self.row_low, self.row_high, up, down, price)

    def _look_around(self) -> None:
        """Many needs at once, inside what is already withheld: most cells protect one another."""
        inside = np.flatnonzero(self.withheld)
        if not len(inside):
            return
        narrow = self.matrix[:, inside]
        rows = np.flatnonzero(np.diff(narrow.tocsr().indptr))
        model = DeviationModel(
            narrow.tocsr()[rows], self.row_low[rows], self.row_high[rows],
            self.up[inside], self.down[inside], np.full(len(inside), EPSILON),
        )  # fmt: skip
        place = np.full(len(self.here), -1)
        place[inside] = np.arange(len(inside))
        needs = self.needs()
        tired, turn = 0, 0
        open_needs = needs.unmet(self.pool.rows(), pairs=False)
        while open_needs and tired < _PATIENCE:
            weight, reach = np.zeros(len(inside)), np.full(len(inside), np.inf)
            for rank, need in enumerate(open_needs):
                spot = place[need.cell]
                if weight[spot] == 0.0:
                    weight[spot] = need.sign or 1
                    if need.sign == 0 or (rank + turn) % 2:
                        weight[spot] = 1.0 if (rank + turn) % 2 else -1.0
                reach[spot] = max(need.amount, 0.0 if np.isinf(reach[spot]) else reach[spot])
            turn += 1
            world = np.zeros(len(self.here))
            world[inside] = model.farthest(weight, np.ceil(reach))
            before = len(open_needs)
            if self._holds(world):
                self.pool.add(world)
                open_needs = needs.unmet(self.pool.rows(), pairs=False)
            tired = tired + 1 if len(open_needs) == before else 0

    def _holds(self, world: np.ndarray) -> bool:
        """Whether a world differs from the truth, is possible, and stands for someone who knows people come whole."""
        near = np.abs(world - np.rint(world)) < 1e-6
        world[near] = np.rint(world[near])
        moved = world != 0.0
        people = world[moved & self.whole]
        return bool(moved.any()) and bool((np.rint(people) == people).all()) and self._is_possible(world)

    def _is_possible(self, world: np.ndarray) -> bool:
        """The proof's own check: the world adds up, and no cell leaves its public bounds."""
        margin = 1e-6 * (1.0 + np.abs(self.value))
        if (world > self.up + margin).any() or (-world > self.down + margin).any():
            return False
        change = self.matrix @ world
        room = 1e-6 * (1.0 + abs(self.matrix) @ np.abs(world))
        return bool((change >= self.row_low - room).all() and (change <= self.row_high + room).all())

    def _cover(self, *, pairs: bool) -> None:
        """For each unmet need, the cheapest flow through the district; its cells join the withheld set."""
        model: DeviationModel | None = None
        while True:
            refused = {(need.cell, need.sign, need.insider) for need in (*self.unprotected, *self._let_go)}
            needs = self.needs()
            todo = [
                need
                for need in needs.unmet(self.pool.rows(), pairs=pairs)
                if (need.cell, need.sign, need.insider) not in refused
            ]
            if not todo:
                return
            model = model or self._model()
            waiting = needs.waiting(todo)
            for place, need in enumerate(todo):
                if not waiting.open[place]:
                    continue
                world = self._cheapest(model, need)
                if world is None:
                    # kept aside either way, so that it is not asked again
                    (self.unprotected if self._must(need) else self._let_go).append(need)
                    continue
                waiting.close(world)
                new = np.flatnonzero((world != 0.0) & ~self.withheld)
                if len(new):
                    self.withheld[new] = True
                    model.set_price(new, np.full(len(new), EPSILON))

    def _cheapest(self, model: DeviationModel, need: Need) -> np.ndarray | None:
        """The cheapest world that meets `need` and stands up to whole numbers; it is in the pool on return."""
        frozen = self._own_cells(need)
        signs = (need.sign,) if need.sign else (1, -1)
        worlds = [model.cheapest(need.cell, sign * need.amount, frozen) for sign in signs]
        known = [world for world in worlds if world is not None]
        known.sort(key=self._price_of)
        for world in known:
            if self._holds(world):
                self.pool.add(world)
                return world
        for sign in signs if known else ():
            people = model.whole(need.cell, sign * need.amount, frozen, self.whole)
            if people is not None and self._holds(people):
                self.pool.add(people)
                return people
        return None

    def _own_cells(self, need: Need) -> list[int]:
        """The cells an insider knows, which a world that deceives them must leave alone."""
        return [] if need.insider < 0 else [int(cell) for cell in np.flatnonzero(self._person == need.insider)]

    def _must(self, need: Need) -> bool:
        """Whether the rule itself asks for this need: an insider counts within the equations of the cell."""
        if need.insider < 0:
            return True
        own = self.withheld & (self._person == need.insider)
        rows = self.matrix[:, need.cell].nonzero()[0]
        return bool(len(rows)) and bool((self.matrix[rows][:, own] != 0).sum())

    def _price_of(self, world: np.ndarray) -> float:
        return float(self.cost[(world != 0.0) & ~self.withheld].sum())

    # -- giving back ---------------------------------------------------------------------------------------------

    def _give_back(self) -> None:
        """Each cell this district added, dearest first: publish it if every need can still be met without it."""
        added = np.flatnonzero(self.withheld & ~self.before)
        if not len(added):
            return
        order = added[np.lexsort((added, -self.cost[added]))]
        model = self._model(only=self.withheld)
        refused = {(need.cell, need.sign, need.insider) for need in (*self.unprotected, *self._let_go)}
        for cell in order:
            self.withheld[cell] = False
            needs = self.needs()
            open_needs = [
                need
                for need in needs.unmet(self.pool.rows(without=int(cell)))
                if (need.cell, need.sign, need.insider) not in refused
            ]
            fresh: list[np.ndarray] = []
            for need in open_needs:
                if any(needs.meets(need, world) for world in fresh):
                    continue
                world = self._inside(model, need, int(cell))
                if world is None:
                    break
                fresh.append(world)
            else:
                self.pool.keep_without(int(cell))
                for world in fresh:
                    self.pool.add(world)
                model = self._model(only=self.withheld)
                continue
            self.withheld[cell] = True
            for world in fresh:
                self.pool.add(world)

    def _inside(self, model: DeviationModel, need: Need, without: int) -> np.ndarray | None:
        """A world that meets `need` inside the withheld set, one more cell held still."""
        frozen = [without, *self._own_cells(need)]
        for sign in (need.sign,) if need.sign else (1, -1):
            world = model.cheapest(need.cell, sign * need.amount, frozen)
            if world is not None and not self._holds(world):
                world = model.whole(need.cell, sign * need.amount, frozen, self.whole)
            if world is not None and self._holds(world):
                return world
        return None
