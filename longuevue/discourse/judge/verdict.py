"""The judgement of one unit: is it international, on which theme, which way, and why, in words.
Rules stand alone: docs/explanation/meter.md says which learned model was tried and why it stayed out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from longuevue.discourse.judge.gazetteer import Mention, gazetteer
from longuevue.discourse.judge.lexicon import UNDECIDED, Lexicon, Rule, lexicon
from longuevue.discourse.judge.mentions import as_model, name_of_house, name_of_street, standing, way_of
from longuevue.discourse.judge.words import Words, words_of

THRESHOLD = 1.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the meter says of one unit."""

    international: bool
    themes: tuple[str, ...]  # main first; empty when not international
    direction: str
    boilerplate: bool
    reasons: tuple[str, ...]
    doubt: float  # 0 sure, 1 on the fence: the most doubtful go first to the coding screen


@dataclass(slots=True)
class _Sentence:
    """What was found in one sentence of the unit."""

    start: int
    end: int
    proofs: list[tuple[Rule | None, float, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    boilerplate: bool = False
    history: float = 0.0
    national: bool = False
    local: bool = False
    border: bool = False
    model: bool = False
    weight: float = 0.0
    ways: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Tally:
    themes: dict[str, float] = field(default_factory=dict)
    directions: dict[str, float] = field(default_factory=dict)

    def theme(self, name: str, pull: float) -> None:
        if name != UNDECIDED:
            self.themes[name] = self.themes.get(name, 0.0) + pull

    def way(self, name: str | None, pull: float) -> None:
        if name:
            self.directions[name] = self.directions.get(name, 0.0) + pull


_USUAL_WAY = {
    "cooperation": "both", "mobility": "out", "asylum": "in", "economy": "in", "tourism": "in",
    "culture": "in", "education": "both", "health": "in", "europe": "in", "environment": "both",
    "other": "in",
}  # fmt: skip


def judge(text: str, *, partner_places: Sequence[str] = ()) -> Judgement:
    """Judge a unit (a title, a proposal, a sentence) by the codebook's words.

    >>> judge("Festival des villes jumelles").themes[0]
    'cooperation'
    >>> judge("Aménagement de la rue de Londres").international
    False
    """
    lex = lexicon()
    words = words_of(text)
    if not words.folded:
        return Judgement(False, (), "none", False, (), 0.0)
    sentences = [_Sentence(start, end) for start, end in words.sentences()]
    _collect(words, sentences, lex, tuple(partner_places))
    cues = list(lex.cue_finder.find(words)) if any(sentence.proofs for sentence in sentences) else []
    _settle(words, sentences, cues, lex)
    kept = [sentence for sentence in sentences if sentence.weight >= THRESHOLD]
    boilerplate = any(sentence.boilerplate for sentence in sentences)
    top = max((sentence.weight for sentence in sentences), default=0.0)
    if not kept:
        refused = [why for sentence in sentences for why in sentence.refused]
        return Judgement(False, (), "none", boilerplate, tuple(dict.fromkeys(refused)), min(1.0, max(0.0, top)))
    themes, direction = _theme_and_way(kept, cues, lex)
    reasons = tuple(dict.fromkeys(said for sentence in kept for _, weight, said in sentence.proofs if weight > 0.2))
    return Judgement(True, themes, direction, False, reasons, 1.0 / (1.0 + top) if top < 3 else 0.1)


def _sentence_at(sentences: list[_Sentence], position: int) -> _Sentence:
    for sentence in sentences:
        if position < sentence.end:
            return sentence
    return sentences[-1]


def _collect(words: Words, sentences: list[_Sentence], lex: Lexicon, partners: tuple[str, ...]) -> None:
    """Put every proof and every refusal in its sentence."""
    masked: list[tuple[int, int, bool]] = []
    covered: set[int] = set()
    for found in lex.mask_finder.find(words):
        mask = lex.masks[lex.mask_of[found.pattern]]
        sentence = _sentence_at(sentences, found.start)
        sentence.boilerplate |= mask.boilerplate
        if mask.id == "world-history":
            sentence.history += 2.0
        sentence.refused.append(f"« {words.span(found.start, found.end)} » : {mask.say}")
        masked.append((found.start, found.end, mask.wins))
        covered.update(range(found.start, found.end))
    candidates = list(lex.finder.find(words))
    off = {lex.unless_rule[found.pattern] for found in lex.unless_finder.find(words)} if candidates else set()
    on = {lex.need_rule[found.pattern] for found in lex.need_finder.find(words)} if candidates else set()
    for found in candidates:
        number = lex.find_rule[found.pattern]
        if number in off or (number in lex.needy and number not in on):
            continue
        rule, length = lex.rules[number], found.end - found.start
        # The longer phrase wins, unless the rule's phrase began first: « Coupe du monde de rugby ».
        if any(
            (start <= found.start < end and end - start >= length) or (wins and start < found.end and found.start < end)
            for start, end, wins in masked
        ):
            continue
        sentence = _sentence_at(sentences, found.start)
        shown = words.span(found.start, found.end)
        house = rule.named and name_of_house(words, found.start, found.end, lex)
        if house or name_of_street(words, found.start, lex):
            sentence.refused.append(f"« {shown} » : nom d'une rue, d'un équipement ou d'une entreprise")
            continue
        sentence.proofs.append((rule, rule.weight, f"« {shown} » : {rule.say}"))
    for mention in gazetteer(partners).find(words):
        if not covered.isdisjoint(range(mention.start, mention.end)):
            continue
        sentence = _sentence_at(sentences, mention.start)
        verdict = standing(words, mention, lex)
        shown = words.span(mention.start, mention.end)
        if verdict.counts:
            sentence.border |= mention.name.border
            sentence.model |= as_model(words, mention.start)
            way = way_of(words, mention)
            if way:
                sentence.ways.add(way)
            sentence.proofs.append((None, 1.0, f"« {shown} » : {_say(mention)}"))
        else:
            sentence.refused.append(f"« {shown} » : {verdict.why}")


def _say(mention: Mention) -> str:
    return {
        "country": "pays étranger", "region": "région du monde", "city": "ville étrangère",
        "homonym": "ville étrangère", "people": "d'un autre pays", "partner": "lieu partenaire du territoire",
    }[mention.name.kind]  # fmt: skip


def _settle(words: Words, sentences: list[_Sentence], cues: list, lex: Lexicon) -> None:
    """Weigh each sentence; in a page of history or of national politics only firm proofs count."""
    for found in cues:
        kind, _, pull = lex.cue_meaning[found.pattern]
        sentence = _sentence_at(sentences, found.start)
        if kind == "history":
            sentence.history += pull
        elif kind == "national":
            sentence.national = True
        elif kind == "local":
            sentence.local = True
        elif kind == "procurement" and all(r is not None and r.id == "europe" for r, _, _ in sentence.proofs):
            if sentence.proofs:
                sentence.boilerplate = True
                sentence.refused.append("« européen » : procédure d'achat public, comptée à part")
            sentence.proofs.clear()
        elif kind == "machine":
            sentence.refused.append("phrase adressée à une machine, écartée")
            sentence.proofs.clear()
    for position, word in enumerate(words.folded):
        # « né à Oran en 1923 »: the accent matters, « ne » is a negation.
        if word in ("ne", "nee") and words.raw[position].lower() in ("né", "née"):
            near = words.folded[position : position + 10]
            born = any(len(w) == 4 and w.isdigit() and w < "1990" for w in near)
            _sentence_at(sentences, position).history += 2.0 if born else 1.0
        if len(word) == 4 and word.isdigit() and "1000" <= word < "1980":
            sentence = _sentence_at(sentences, position)
            following = words.folded[position + 1 : position + 3]
            sentence.history += 2.0 if any(w.isdigit() and len(w) == 4 and w < "2000" for w in following) else 1.0
            if any(w in ("il", "elle", "ils", "elles") for w in words.folded[sentence.start : sentence.end]):
                sentence.history += 1.0
    past = sum(sentence.history for sentence in sentences) >= 2.0
    for sentence in sentences:
        if words.folded[sentence.start] == "vu" and sentence.end - sentence.start > 2:
            sentence.boilerplate = True
            sentence.refused.append("« Vu… » : visa juridique, compté à part")
            sentence.proofs.clear()
            continue
        figures = sum(word.isdigit() for word in words.folded[sentence.start : sentence.end])
        table = figures > 3 and figures >= 0.4 * (sentence.end - sentence.start)
        distant = table or (past and sentence.history > 0) or (sentence.national and not sentence.local)
        best: dict[str, float] = {}
        for rule, weight, said in sentence.proofs:
            if distant and not (rule is not None and rule.firm):
                if weight >= 0.5:
                    sentence.refused.append(
                        f"{said}, mais la phrase parle du passé, de la nation, ou n'est qu'un tableau"
                    )
                continue
            key = rule.id if rule is not None else "mention"
            best[key] = max(best.get(key, 0.0), weight)
        sentence.weight = sum(weight for weight in best.values() if weight >= 0.5)
        if sentence.weight < THRESHOLD:
            sentence.weight = min(sentence.weight, 0.99)


def _theme_and_way(kept: list[_Sentence], cues: list, lex: Lexicon) -> tuple[tuple[str, ...], str]:
    tally = _Tally()
    seen: set[tuple[str, str]] = set()
    for sentence in kept:
        for rule, _, _ in sentence.proofs:
            if rule is not None and ("rule", rule.id) not in seen:
                seen.add(("rule", rule.id))
                tally.theme(rule.theme, rule.pull)
                tally.way(rule.direction, 1.5 if rule.firm and rule.direction == "both" else 1.0)
        for found in cues:
            if sentence.start <= found.start < sentence.end:
                kind, name, pull = lex.cue_meaning[found.pattern]
                key = (kind, lex.cue_finder.patterns[found.pattern].text)
                if key in seen:
                    continue
                seen.add(key)
                if kind == "theme":
                    tally.theme(name, pull)
                elif kind == "direction":
                    tally.way(name, pull)
        for way in sorted(sentence.ways):
            tally.way(way, 0.8)
        if sentence.model:
            tally.theme("other", 3.0)
            tally.way("in", 1.5)
        if sentence.border:
            tally.theme("europe", 1.5)
            tally.way("both", 1.0)
    ordered = sorted(tally.themes, key=lambda name: -tally.themes[name])
    # No word tells the theme: what goes out to a place, or is done with it, is filed under cooperation.
    reaching = any(sentence.ways & {"out", "both"} for sentence in kept)
    main = ordered[0] if ordered else "cooperation" if reaching else "other"
    themes = (main, *(name for name in ordered[1:] if tally.themes[name] >= 2.0))[:3]
    tally.way(_USUAL_WAY[main], 0.6)
    direction = max(tally.directions, key=lambda name: tally.directions[name])
    return themes, direction
