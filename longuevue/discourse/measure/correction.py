"""A share corrected for the meter's own errors (Rogan and Gladen), with an interval by bootstrap.
The errors come from coded units, design-weighted; nothing is published when they are too large.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from longuevue.discourse.measure.counting import JudgedUnit

LEAST_POWER = 0.3  # Se + Sp - 1 under which no share is published
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Coded:
    """A unit coded by a person, with the meter's answer and the inverse of its chance of being drawn."""

    document: str
    truth: bool
    answer: bool
    weight: float = 1.0
    natural: bool = True  # drawn at random: only these tell the specificity


@dataclass(frozen=True, slots=True)
class Errors:
    """Counts of coded units behind the sensitivity and the specificity, as the quality sheet gives them."""

    caught: float
    missed: float
    quiet: float
    alarms: float

    @property
    def sensitivity(self) -> float:
        return (self.caught + 0.5) / (self.caught + self.missed + 1.0)

    @property
    def specificity(self) -> float:
        return (self.quiet + 0.5) / (self.quiet + self.alarms + 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """A share in %, with its 95 % interval; value is None when the meter is too weak to publish one."""

    value: float | None
    low: float | None
    high: float | None
    observed: float | None
    units: int
    international: int
    method: str

    def shown(self) -> str:
        """What a page says until units of this corpus are coded: an upper bound, not a point."""
        if self.value is None or self.high is None:
            return "non publiée"
        return f"moins de {_up(self.high)} %"

    def shown_en(self) -> str:
        """The same in English."""
        if self.value is None or self.high is None:
            return "not published"
        return f"less than {_up(self.high).replace(',', '.')}%"


def _up(percent: float) -> str:
    """Rounded up, with a decimal under ten: « moins de » must stay true."""
    if percent < 10:
        return f"{np.ceil(percent * 10) / 10:.1f}".replace(".", ",").removesuffix(",0")
    return f"{np.ceil(percent):.0f}"


def rogan_gladen(observed: float, sensitivity: float, specificity: float) -> float | None:
    """The true share behind an observed one; None when the meter hardly tells yes from no.

    >>> round(rogan_gladen(0.10, 0.9, 0.99), 4)
    0.1011
    """
    power = sensitivity + specificity - 1.0
    if power < LEAST_POWER:
        return None
    return float(min(1.0, max(0.0, (observed + specificity - 1.0) / power)))


def errors_of(coded: Sequence[Coded]) -> Errors:
    """Weighted errors: sensitivity from all coded positives, specificity from units drawn at random."""
    positive = [one for one in coded if one.truth]
    negative = [one for one in coded if not one.truth and one.natural]
    return Errors(
        sum(one.weight for one in positive if one.answer),
        sum(one.weight for one in positive if not one.answer),
        sum(one.weight for one in negative if not one.answer),
        sum(one.weight for one in negative if one.answer),
    )


def corrected_share(
    units: Sequence[JudgedUnit],
    errors: Errors | None = None,
    *,
    coded: Sequence[Coded] = (),
    resamples: int = RESAMPLES,
    seed: int = 20190923,
) -> Share:
    """The share of international units, corrected, with an interval that resamples documents and coded units."""
    counted = [one for one in units if one.counts]
    hits = np.array([one.judgement.international for one in counted], dtype=float)
    if not counted:
        return Share(None, None, None, None, 0, 0, "aucune unité lue")
    observed = float(hits.mean())
    found = int(hits.sum())
    known = errors_of(coded) if coded else errors
    if known is None:
        raise ValueError("either errors or coded units are needed")
    point = rogan_gladen(observed, known.sensitivity, known.specificity)
    if point is None:
        return Share(None, None, None, observed * 100, len(counted), found, "mesure trop incertaine, non publiée")
    random = np.random.default_rng(seed)
    rates = _resampled_rates(counted, hits, random, resamples)
    if coded:
        pairs = _resampled_errors(coded, random, resamples)
    else:
        sensitivity = random.beta(known.caught + 0.5, known.missed + 0.5, resamples)
        specificity = random.beta(known.quiet + 0.5, known.alarms + 0.5, resamples)
        pairs = np.stack([sensitivity, specificity], axis=1)
    power = pairs.sum(axis=1) - 1.0
    usable = power >= LEAST_POWER
    drawn = np.clip((rates[usable] + pairs[usable, 1] - 1.0) / power[usable], 0.0, 1.0)
    low, high = np.percentile(drawn, [2.5, 97.5])
    high = max(float(high), point)
    if not found:
        # None seen among n is not « never »: the exact upper bound of a binomial (the « rule of three »).
        high = max(high, 1.0 - 0.025 ** (1.0 / len(counted)))
    low = min(float(low), point)
    return Share(point * 100, low * 100, high * 100, observed * 100, len(counted), found, "Rogan-Gladen, bootstrap")


def _resampled_rates(
    counted: Sequence[JudgedUnit], hits: np.ndarray, random: np.random.Generator, resamples: int
) -> np.ndarray:
    """Observed shares of resampled corpora: whole documents, or units where there is one document."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(counted):
        # A list of titles or rows is many short documents in one file.
        alone = one.unit.kind in ("title", "row", "proposal")
        places[one.unit.id if alone else one.unit.document].append(index)
    sizes = np.array([len(rows) for rows in places.values()], dtype=float)
    sums = np.array([hits[rows].sum() for rows in places.values()])
    if len(sizes) < 5:
        # Too few documents to resample: units stand in, with a prior so that none found is not « never ».
        return random.beta(hits.sum() + 0.5, len(hits) - hits.sum() + 0.5, resamples)
    if len(sizes) > 400 and sizes.max() == 1:
        return random.beta(hits.sum() + 0.5, len(hits) - hits.sum() + 0.5, resamples)
    drawn = random.multinomial(len(sizes), np.full(len(sizes), 1.0 / len(sizes)), size=resamples)
    return (drawn @ sums) / (drawn @ sizes)


def _resampled_errors(coded: Sequence[Coded], random: np.random.Generator, resamples: int) -> np.ndarray:
    """Sensitivity and specificity of resampled coded sets, documents drawn with replacement."""
    groups: dict[str, list[Coded]] = defaultdict(list)
    for one in coded:
        groups[one.document].append(one)
    table = np.array([_counts(members) for members in groups.values()])
    drawn = random.multinomial(len(table), np.full(len(table), 1.0 / len(table)), size=resamples) @ table
    sensitivity = (drawn[:, 0] + 0.5) / (drawn[:, 0] + drawn[:, 1] + 1.0)
    specificity = (drawn[:, 2] + 0.5) / (drawn[:, 2] + drawn[:, 3] + 1.0)
    # A set without an error still leaves room for one.
    noise = random.normal(0.0, 1.0, (resamples, 2))
    spread = np.array([_binomial_sd(sensitivity, drawn[:, :2]), _binomial_sd(specificity, drawn[:, 2:])]).T
    return np.clip(np.stack([sensitivity, specificity], axis=1) + noise * spread, 0.001, 0.99999)


def _counts(members: Sequence[Coded]) -> tuple[float, float, float, float]:
    known = errors_of(members)
    return known.caught, known.missed, known.quiet, known.alarms


def _binomial_sd(rate: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return np.sqrt(rate * (1.0 - rate) / (counts.sum(axis=1) + 1.0)) / 2.0
