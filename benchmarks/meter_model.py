"""Does a learned model add anything behind the rules? Cross-validated by document; printed, never shipped unless it does.

    python benchmarks/meter_model.py $LONGUEVUE_CORPUS

TF-IDF of words and pairs, logistic regression by numpy; alone, then as a second chance for units the rules leave quiet.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks._figure import corpus
from benchmarks.meter_quality import folds, gold, rates
from longuevue.discourse.judge import judge
from longuevue.discourse.judge.words import fold

_WORD = re.compile(r"[^\W\d_]{2,}")


def grams(text: str) -> list[str]:
    words = _WORD.findall(fold(text))
    return words + [f"{a} {b}" for a, b in pairwise(words)]


def matrix(texts: list[str], known: dict[str, int], rarity: np.ndarray) -> np.ndarray:
    table = np.zeros((len(texts), len(known)))
    for row, text in enumerate(texts):
        for gram, times in Counter(grams(text)).items():
            if gram in known:
                table[row, known[gram]] = (1 + np.log(times)) * rarity[known[gram]]
    return table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)


def fit(x: np.ndarray, y: np.ndarray, penalty: float = 1.0, steps: int = 400) -> tuple[np.ndarray, float]:
    weights, bias = np.zeros(x.shape[1]), 0.0
    balance = np.where(y == 1, len(y) / (2 * y.sum()), len(y) / (2 * (len(y) - y.sum())))
    for _ in range(steps):
        error = balance * (1 / (1 + np.exp(-(x @ weights + bias))) - y)
        weights -= 2.0 * (x.T @ error / len(y) + penalty * weights / len(y))
        bias -= 2.0 * error.mean()
    return weights, bias


def main() -> None:
    rows = gold(corpus(Path(sys.argv[1]) if sys.argv[1:] else None))
    texts = [row["text"] for row in rows]
    truth = np.array([row["international"] == "1" for row in rows])
    rules = np.array([judge(text).international for text in texts])
    score = np.zeros(len(rows))
    for held in folds(rows):
        kept = np.setdiff1d(np.arange(len(rows)), held)
        seen = Counter(gram for i in kept for gram in set(grams(texts[i])))
        known = {gram: n for n, gram in enumerate(g for g, times in seen.items() if times > 1)}
        rarity = np.array([np.log((1 + len(kept)) / (1 + seen[gram])) + 1 for gram in known])
        weights, bias = fit(matrix([texts[i] for i in kept], known, rarity), truth[kept].astype(float))
        score[held] = 1 / (1 + np.exp(-(matrix([texts[i] for i in held], known, rarity) @ weights + bias)))
    natural = np.array([row["stratum"].endswith("-random") for row in rows]) & ~truth
    print("                        precision recall  F1     alarms on random")
    for name, answer in (
        ("rules", rules), ("model alone", score >= 0.5), ("rules or model > .5", rules | (score >= 0.5)),
        ("rules or model > .7", rules | (score >= 0.7)), ("rules and model > .2", rules & (score >= 0.2)),
    ):  # fmt: skip
        p, r, f = rates(truth, answer)
        print(f"{name:<24}{p:.3f}     {r:.3f}   {f:.3f}  {answer[natural].mean():.3f}")


if __name__ == "__main__":
    main()
