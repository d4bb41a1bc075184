"""Groups of people who answer alike, found in whole ballots and in nothing else: who they are is neither asked nor guessed.
Refused under the number of participants that the room declared, and no group is smaller than what may be told of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from longuevue.workshop.reasoning.respondents import LEAST, Told, told, told_apart

#: no room may declare less
FLOOR: Final = 30
MOST_GROUPS: Final = 4
#: a partition that separates less than this is no partition (mean silhouette)…
APART: Final = 0.25
#: …nor one that separates no better than ballots whose answers are drawn apart, statement by statement, so many times
DRAWS: Final = 40
#: and by so much: the number of groups was chosen for the best separation, which favours it
MARGIN: Final = 0.05
AGREE, DISAGREE, PASS = 1, -1, 0
#: no answer, which is not « pass »
UNSAID: Final = -9
NAMES: Final = {AGREE: "agree", DISAGREE: "disagree", PASS: "pass"}


@dataclass(frozen=True, slots=True)
class Group:
    """How many answered alike, and what may be told of them statement by statement."""

    size: int
    answers: dict[str, Told]


@dataclass(frozen=True, slots=True)
class Groups:
    """`refused` says why there are none: `few` participants, or no `division` worth telling."""

    groups: tuple[Group, ...] = ()
    refused: str = ""


def groups(ballots: Sequence[dict[str, int]], statements: Sequence[str], declared: int) -> Groups:
    """The groups of a closed vote, largest first; the same ballots in any order give the same groups. `statements` are all
    those that were voted on: one that is taken away afterwards must not move anybody from one group to another."""
    if len(ballots) < max(declared, FLOOR):
        return Groups(refused="few")
    # whoever did not answer stands in the middle for the distance, and is not counted among those who answered
    rows = sorted(tuple(ballot.get(one, UNSAID) for one in statements) for ballot in ballots)
    said = np.array(rows, dtype=float).reshape(len(rows), len(statements))
    answers = np.where(said == UNSAID, PASS, said)
    best: tuple[float, int, np.ndarray] | None = None
    for count in range(2, MOST_GROUPS + 1):
        of = _partition(answers, count)
        sizes = np.bincount(of, minlength=count)
        if sizes.min() < LEAST:
            continue
        apart = _silhouette(answers, of)
        if apart >= APART and (best is None or apart > best[0] + 0.02):
            best = (apart, count, of)
    if best is None or best[0] <= _by_chance(answers, best[1]) + MARGIN:
        return Groups(refused="division")
    of = best[2]
    parts = [said[of == index] for index in range(int(of.max()) + 1)]
    tellings: list[dict[str, Told]] = [{} for _ in parts]
    for n, one in enumerate(statements):
        by_group = {
            str(index): told({name: int((mine[:, n] == code).sum()) for code, name in NAMES.items()}, closed=True)
            for index, mine in enumerate(parts)
        }
        for index, telling in told_apart(by_group).items():
            tellings[int(index)][one] = telling
    found = [Group(len(mine), telling) for mine, telling in zip(parts, tellings, strict=True)]
    return Groups(tuple(sorted(found, key=lambda group: -group.size)))


def _partition(rows: np.ndarray, count: int) -> np.ndarray:
    """k-means without chance: each first centre is the row farthest from those chosen before."""
    centres = [rows.mean(axis=0)]
    while len(centres) <= count:
        far = np.min([((rows - centre) ** 2).sum(axis=1) for centre in centres[1:] or centres], axis=0)
        centres.append(rows[int(far.argmax())])
    middle = np.array(centres[1:])
    of = np.full(len(rows), -1)
    for _ in range(100):
        distances = ((rows[:, None, :] - middle[None]) ** 2).sum(axis=2)
        new = distances.argmin(axis=1)
        if (new == of).all():
            break
        of = new
        for index in range(count):
            if (of == index).any():
                middle[index] = rows[of == index].mean(axis=0)
    return of


def _by_chance(rows: np.ndarray, count: int) -> float:
    """The best separation found when each statement keeps its answers but they no longer go together."""
    draws = np.random.default_rng(len(rows))
    best = 0.0
    for _ in range(DRAWS):
        apart = np.column_stack([draws.permutation(column) for column in rows.T])
        best = max(best, _silhouette(apart, _partition(apart, count)))
    return best


def _silhouette(rows: np.ndarray, of: np.ndarray) -> float:
    """Mean silhouette by distances to centres: 1 when groups are far apart, 0 when they touch."""
    middle = np.array([rows[of == index].mean(axis=0) for index in range(int(of.max()) + 1)])
    distances = np.sqrt(((rows[:, None, :] - middle[None]) ** 2).sum(axis=2))
    own = distances[np.arange(len(rows)), of]
    distances[np.arange(len(rows)), of] = np.inf
    other = distances.min(axis=1)
    larger = np.maximum(own, other)
    return float(np.mean(np.divide(other - own, larger, out=np.zeros_like(own), where=larger > 0)))
