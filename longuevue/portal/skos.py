"""The vocabulary as a SKOS file in Turtle, French and English, for libraries and open-data portals. What words mean is in
`vocabulary.yaml` and `jargon.yaml`; here they are only written down."""

from __future__ import annotations

import json
from collections.abc import Iterator

from longuevue.portal.glossary import Word, terms, words

SCHEME = "urn:longuevue:vocabulary"
HEAD = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
"""


def skos(note: dict[str, str]) -> str:
    """Every word as a concept: names, definition, kin; `note` is what the vocabulary says of itself."""
    kin = {term["id"]: set(term["see"]) for term in terms()}
    for term, others in list(kin.items()):
        for other in others:
            kin[other].add(term)  # skos:related goes both ways
    lines = [HEAD, f"<{SCHEME}> a skos:ConceptScheme ;"]
    lines += [
        f"  {line}" for line in _both("dct:title", {"fr": "Vocabulaire de Longuevue", "en": "Longuevue vocabulary"})
    ]
    lines += [f"  {line}" for line in _both("skos:note", note)]
    lines.append("  skos:hasTopConcept " + ", ".join(_uri(term["id"]) for term in terms()) + " .\n")
    for word in words().values():
        lines += [*_concept(word, sorted(kin.get(word.id, ())), word.id in kin), ""]
    return "\n".join(lines)


def _concept(word: Word, kin: list[str], top: bool) -> Iterator[str]:
    yield f"{_uri(word.id)} a skos:Concept ;"
    yield f"  skos:inScheme <{SCHEME}> ;"
    if top:
        yield f"  skos:topConceptOf <{SCHEME}> ;"
    for line in _both("skos:prefLabel", word.name):
        yield f"  {line}"
    for other in kin:
        yield f"  skos:related {_uri(other)} ;"
    definitions = _both("skos:definition", word.means)
    yield f"  {definitions[0]}"
    yield f"  {definitions[1].removesuffix(' ;')} ."


def _both(name: str, texts: dict[str, str]) -> list[str]:
    return [f"{name} {json.dumps(texts[lang], ensure_ascii=False)}@{lang} ;" for lang in ("fr", "en")]


def _uri(term: str) -> str:
    return f"<{SCHEME}:{term}>"
