"""Named perimeters written in YAML: members with level, code, country and share, across borders where wanted.

A perimeter meets a code list when it joins a catalogue; every refusal names the file and the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml

from longuevue.terms.bilingual import Bilingual
from longuevue.terms.refusal import Refusal

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LEVELS = {"FR": ("commune", "epci", "departement", "region"), "": ("lau",)}
_FIELDS = frozenset({"country", "level", "code", "codes", "share"})

#: (level, code) → the communes or foreign municipalities inside, as (level, code); None when unknown
Expansion = Callable[[str, str], Sequence[tuple[str, str]] | None]


@dataclass(frozen=True, slots=True)
class Member:
    """One municipality of a territory: country, code system (`commune`, or `lau` abroad), code, share."""

    country: str
    system: str
    code: str
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Declared:
    """One member as written in the file, before it is expanded into communes."""

    country: str
    level: str
    code: str
    share: float
    line: int


@dataclass(frozen=True, slots=True)
class Perimeter:
    """A named set of territories, as its file declares it."""

    slug: str
    name: Bilingual
    declared: tuple[Declared, ...]
    source: str

    def expanded(self, expand: Expansion) -> tuple[Member, ...]:
        """Members down to communes (or `lau` abroad); a place reached twice is refused."""
        reached: dict[tuple[str, str], Declared] = {}
        members: list[Member] = []
        for entry in self.declared:
            inside = expand(entry.level, entry.code)
            where = f"{self.source}, ligne {entry.line}"
            if inside is None:
                found = f"Le membre « {entry.level} {entry.code} » n'existe pas dans la liste des codes."
                raise Refusal(found, "Corrigez le code, ou retirez ce membre.", where=where)
            for system, code in inside:
                first = reached.setdefault((system, code), entry)
                if first is not entry:
                    other = f"« {first.level} {first.code} » (ligne {first.line})"
                    found = f"« {entry.level} {entry.code} » recouvre {other}"
                    remedy = "Gardez un seul des deux, pour ne rien compter deux fois."
                    raise Refusal(f"{found} : {system} {code} y est deux fois.", remedy, where=where)
                members.append(Member(entry.country, system, code, entry.share))
        return tuple(sorted(members, key=lambda m: (m.country != "FR", m.country, m.code)))


def shipped_perimeters() -> tuple[Perimeter, ...]:
    """The perimeters that come with the product."""
    folder = Path(str(files(__package__))) / "perimeters"
    return tuple(read_perimeter(path) for path in sorted(folder.glob("*.yaml")))


def read_perimeter(path: Path) -> Perimeter:
    """The perimeter of one file."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "Vérifiez le chemin, et enregistrez le fichier en UTF-8."
        raise Refusal("Le fichier de périmètre ne se lit pas.", remedy, where=str(path)) from error
    return parse_perimeter(text, path.name)


def parse_perimeter(text: str, source: str) -> Perimeter:
    """The perimeter that `text` declares. Codes stay as typed: YAML would read 01004 as a number."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{source}, ligne {mark.line + 1}, colonne {mark.column + 1}" if mark else source
        remedy = "Comparez avec l'exemple de docs/reference/territories.md."
        raise Refusal("Le fichier n'est pas du YAML lisible.", remedy, where=where) from error
    top = _mapping(root, source, "le fichier", frozenset({"slug", "name", "members"}))
    for field in ("slug", "name", "members"):
        if field not in top:
            raise Refusal(f"Le champ « {field} » manque.", "Ajoutez-le.", where=source)
    slug = _text(top["slug"], source)
    if not _SLUG.fullmatch(slug):
        remedy = "Écrivez-le en minuscules sans accent, avec des tirets : val-mont."
        raise Refusal(f"Le nom court « {slug} » ne convient pas.", remedy, where=_line(top["slug"], source))
    names = _mapping(top["name"], source, "name", frozenset({"fr", "en"}))
    if "fr" not in names or not _text(names["fr"], source).strip():
        raise Refusal("Le nom français manque.", "Ajoutez name: {fr: …, en: …}.", where=_line(top["name"], source))
    name = Bilingual(_text(names["fr"], source), _text(names["en"], source) if "en" in names else "")
    if not isinstance(top["members"], yaml.SequenceNode) or not top["members"].value:
        raise Refusal("Aucun membre n'est listé.", "Listez au moins un membre.", where=_line(top["members"], source))
    declared = tuple(d for node in top["members"].value for d in _declared(node, source))
    first_lines: dict[tuple[str, str], int] = {}
    for entry in declared:
        if (entry.level, entry.code) in first_lines:
            first = first_lines[entry.level, entry.code]
            found = f"Le membre « {entry.level} {entry.code} » est écrit deux fois (première fois ligne {first})."
            raise Refusal(found, "Gardez une seule ligne.", where=f"{source}, ligne {entry.line}")
        first_lines[entry.level, entry.code] = entry.line
    return Perimeter(slug, name, declared, source)


def _declared(node: yaml.Node, source: str) -> list[Declared]:
    fields = _mapping(node, source, "ce membre", _FIELDS)
    where = _line(node, source)
    if ("code" in fields) == ("codes" in fields) or "level" not in fields:
        raise Refusal("Un membre a un niveau (level) et un code (code ou codes).", "Complétez-le.", where=where)
    country = _text(fields["country"], source).upper() if "country" in fields else "FR"
    level = _text(fields["level"], source)
    allowed = _LEVELS["FR" if country == "FR" else ""]
    if level not in allowed:
        remedy = f"Niveaux possibles pour {country} : {', '.join(allowed)}."
        raise Refusal(f"Le niveau « {level} » ne convient pas.", remedy, where=_line(fields["level"], source))
    share = _share(fields["share"], source) if "share" in fields else 1.0
    if "code" in fields:
        nodes = [fields["code"]]
    elif isinstance(fields["codes"], yaml.SequenceNode):
        nodes = fields["codes"].value
    else:
        raise Refusal("« codes » attend une liste.", "Écrivez codes: [01004, 01033].", where=where)
    return [Declared(country, level, _text(n, source).strip().upper(), share, n.start_mark.line + 1) for n in nodes]


def _share(node: yaml.Node, source: str) -> float:
    typed = _text(node, source)
    try:
        share = float(typed.replace(",", "."))
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        remedy = "Une part va de plus de 0 à 1 : 0.35 pour 35 % de la commune."
        raise Refusal(f"La part « {typed} » ne convient pas.", remedy, where=_line(node, source))
    return share


def _mapping(node: yaml.Node | None, source: str, what: str, known: frozenset[str]) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        where = _line(node, source) if node is not None else source
        raise Refusal(f"Des champs « nom: valeur » étaient attendus pour {what}.", "Voir l'exemple.", where=where)
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value not in known or key.value in fields:
            found = "écrit deux fois" if key.value in fields else "inconnu"
            remedy = f"Champs possibles : {', '.join(sorted(known))}."
            raise Refusal(f"Le champ « {key.value} » est {found}.", remedy, where=_line(key, source))
        fields[key.value] = value
    return fields


def _text(node: yaml.Node, source: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise Refusal("Un texte était attendu ici.", "Écrivez une seule valeur.", where=_line(node, source))
    return str(node.value)


def _line(node: yaml.Node, source: str) -> str:
    return f"{source}, ligne {node.start_mark.line + 1}"
