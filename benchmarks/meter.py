"""Speed and memory of the meter on invented texts: units per second, pages per second, memory for 1,000 pages.

python benchmarks/meter.py [FILE.pdf …]     (with files: pages per second on them too)
"""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

from benchmarks._figure import line
from longuevue.discourse.corpus.pages import pdf_blocks
from longuevue.discourse.corpus.reading import read_bytes
from longuevue.discourse.judge import judge
from longuevue.discourse.measure.counting import judged
from tests.discourse.pdf_maker import column, make_pdf

WORDS = [
    "le",
    "conseil",
    "municipal",
    "de",
    "Valmont",
    "approuve",
    "la",
    "convention",
    "avec",
    "association",
    "pour",
    "travaux",
    "de",
    "voirie",
    "rue",
    "du",
    "Stade",
    "et",
    "accorde",
    "une",
    "subvention",
    "au",
    "titre",
    "du",
    "budget",
    "principal",
    "exercice",
    "en",
    "cours",
    "après",
    "avis",
    "favorable",
    "de",
    "la",
    "commission",
    "jumelage",
    "Heidelberg",
    "école",
    "quartier",
    "habitants",
    "logement",
    "transport",
    "projet",
    "rapport",
    "annuel",
    "délégation",
    "service",
    "public",
]


def sentence(length: int = 30) -> str:
    return " ".join(random.choice(WORDS) for _ in range(length)).capitalize() + "."


def memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    random.seed(4)
    judge("mise en route")
    units = [sentence() for _ in range(10_000)]
    start = time.process_time()
    for unit in units:
        judge(unit)
    spent = time.process_time() - start
    rate = len(units) / spent
    line("meter: units from text a second, one core (30 words each)", round(rate), ">= 2000", rate >= 2000)
    pages = [column([sentence(12) for _ in range(45)], 50) for _ in range(1_000)]
    content = make_pdf(pages, size=9)
    start = time.process_time()
    pdf_blocks(content)
    spent = time.process_time() - start
    rate = 1_000 / spent
    line("meter: pages of a PDF with text a second, one core", round(rate), ">= 60", rate >= 60)
    start = time.process_time()
    document = read_bytes(content, "mille.pdf")[0]
    found = judged([document])
    print(f"1,000 pages read, cut and judged: {time.process_time() - start:.1f} s, {len(found):,} units")
    peak = memory_mib()
    line("meter: 1,000 pages read, cut and judged, peak MiB", round(peak), "< 600", peak < 600)
    for name in sys.argv[1:]:
        start = time.process_time()
        _, count, silent = pdf_blocks(Path(name).read_bytes())
        spent = time.process_time() - start
        print(f"{Path(name).name}: {count / spent:,.0f} pages per second, {len(silent)} without text")


if __name__ == "__main__":
    main()
