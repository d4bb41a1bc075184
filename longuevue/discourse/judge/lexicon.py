"""The lexicon read from its YAML files: rules, masks and cues, compiled once, versioned by their content.
What to conclude from a phrase found is decided in `verdict`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from longuevue.discourse.judge.gazetteer import load
from longuevue.discourse.judge.patterns import Finder

THEMES = (
    "cooperation", "mobility", "asylum", "economy", "tourism", "culture",
    "education", "health", "europe", "environment", "other",
)  # fmt: skip
DIRECTIONS = ("in", "out", "both", "none")
UNDECIDED = "undecided"
RULE_FILES = tuple(f"{name}.yaml" for name in (*THEMES[:-1], "others"))
ALL_FILES = (*RULE_FILES, "masks.yaml", "names.yaml", "cues.yaml", "places.yaml", "peoples.yaml")


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason to call a sentence international, in words a reader can contest."""

    id: str
    say: str
    theme: str
    weight: float
    pull: float  # how strongly it tells the theme
    direction: str | None
    firm: bool  # holds even in a sentence of history or national politics
    named: bool  # may be part of a street's or a building's name


@dataclass(frozen=True, slots=True)
class Mask:
    """A phrase that covers its words: what it says is not international."""

    id: str
    say: str
    boilerplate: bool
    wins: bool  # cancels a rule's phrase wherever it overlaps it


class Lexicon:
    """Everything the rules know, ready to be searched."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        finds: list[str] = []
        unless: list[str] = []
        needs: list[str] = []
        self.find_rule: list[int] = []
        self.unless_rule: list[int] = []
        self.need_rule: list[int] = []
        for name in RULE_FILES:
            sheet = load(name)
            for given in sheet["rules"]:
                number = len(self.rules)
                self.rules.append(_rule(given, sheet["theme"]))
                for key, texts, owners in (
                    ("find", finds, self.find_rule),
                    ("unless", unless, self.unless_rule),
                    ("with", needs, self.need_rule),
                ):
                    for text in given.get(key, ()):
                        texts.append(str(text))
                        owners.append(number)
        self.finder, self.unless_finder, self.need_finder = Finder(finds), Finder(unless), Finder(needs)
        self.needy = frozenset(self.need_rule)
        self.masks: list[Mask] = []
        mask_texts: list[str] = []
        self.mask_of: list[int] = []
        for given in load("masks.yaml")["masks"]:
            self.masks.append(
                Mask(given["id"], given["say"], given.get("boilerplate", False), given.get("wins", False))
            )
            for text in given["find"]:
                mask_texts.append(str(text))
                self.mask_of.append(len(self.masks) - 1)
        self.mask_finder = Finder(mask_texts)
        cues = load("cues.yaml")
        self.cue_meaning: list[tuple[str, str, float]] = []
        cue_texts: list[str] = []
        for theme, sorts in cues["themes"].items():
            for sort, pull in (("strong", 1.0), ("light", 0.4)):
                for text in sorts[sort]:
                    cue_texts.append(str(text))
                    self.cue_meaning.append(("theme", theme, pull))
        for direction, texts in cues["directions"].items():
            for text in texts:
                cue_texts.append(str(text))
                self.cue_meaning.append(("direction", direction, 1.5 if direction == "none" else 0.5))
        for kind, sort, pull in (("history", "strong", 2.0), ("history", "light", 1.0)):
            for text in cues["history"][sort]:
                cue_texts.append(str(text))
                self.cue_meaning.append((kind, sort, pull))
        for kind in ("national", "local", "machine", "procurement"):
            for text in cues[kind]:
                cue_texts.append(str(text))
                self.cue_meaning.append((kind, kind, 1.0))
        self.cue_finder = Finder(cue_texts)
        names = load("names.yaml")
        self.streets = frozenset(names["streets"].split())
        self.houses = frozenset(names["houses"].split())
        self.borne = frozenset(names["borne"].split())
        self.first_names = frozenset(names["first_names"].split())
        self.sorts = frozenset(names["sorts"].split())
        self.version = version()


def _rule(given: dict, sheet_theme: str) -> Rule:
    weight = float(given.get("weight", 1.0))
    theme = given.get("theme", sheet_theme)
    if theme not in (*THEMES, UNDECIDED):
        raise ValueError(f"rule {given['id']}: unknown theme {theme!r}")
    direction = given.get("direction")
    if direction not in (None, *DIRECTIONS):
        raise ValueError(f"rule {given['id']}: unknown direction {direction!r}")
    pull = float(given.get("pull", 0.0 if theme == UNDECIDED else 2.0 if weight >= 0.5 else 1.0))
    return Rule(
        given["id"], given["say"], theme, weight, pull, direction,
        bool(given.get("firm", False)), bool(given.get("named", False)),
    )  # fmt: skip


def version() -> str:
    """The lexicon's version: its content decides, so two runs with one version gave the same answers."""
    digest = hashlib.sha256()
    folder = resources.files("longuevue.discourse").joinpath("lexicon")
    for name in ALL_FILES:
        digest.update(name.encode())
        digest.update(folder.joinpath(name).read_bytes())
    return digest.hexdigest()[:12]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    return Lexicon()
