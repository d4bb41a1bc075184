"""Reading a YAML file so that an error can name its line. What the file should contain is not known here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from longuevue.terms.refusal import Refusal

MAX_BYTES = 200_000


def read_yaml(path: Path) -> tuple[Any, dict[tuple[str | int, ...], int]]:
    """The document of `path` as plain data, and the line (from 1) of every key path in it.

    Raises `Refusal` on a file that is not UTF-8, not YAML, has a repeated key, an alias or a tag, or is too large.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise Refusal(f"{path} ne peut pas être lu.", "Vérifiez le chemin et les droits.") from error
    except UnicodeDecodeError as error:
        raise Refusal("Le fichier n'est pas en UTF-8.", "Enregistrez-le en UTF-8.", where=str(path)) from error
    if len(raw) > MAX_BYTES:
        raise Refusal("Le fichier dépasse 200 ko.", "Une fiche tient en une page.", where=str(path))
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        spot = f"{path}, ligne {mark.line + 1}, colonne {mark.column + 1}" if mark else str(path)
        raise Refusal(
            "Le fichier n'est pas du YAML lisible.", "Vérifiez retraits et deux-points.", where=spot
        ) from error
    lines: dict[tuple[str | int, ...], int] = {}
    return (None if root is None else _plain(root, (), lines, path, set())), lines


def _plain(
    node: yaml.Node, at: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], path: Path, seen: set[int]
) -> Any:
    line = node.start_mark.line + 1
    where = f"{path}, ligne {line}"
    lines[at] = line
    if id(node) in seen:
        raise Refusal("Une ancre YAML est réutilisée.", "Recopiez le contenu à la place de l'ancre.", where=where)
    seen.add(id(node))
    if not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
        raise Refusal(
            f"L'étiquette « {node.tag} » n'est pas admise.", "Une fiche ne contient pas de code.", where=where
        )
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in found:
                raise Refusal(
                    f"La clé « {key} » est écrite deux fois.",
                    "Gardez-en une.",
                    where=f"{path}, ligne {key_node.start_mark.line + 1}",
                )
            found[key] = _plain(value_node, (*at, key), lines, path, seen)
            lines[(*at, key)] = key_node.start_mark.line + 1
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*at, index), lines, path, seen) for index, item in enumerate(node.value)]
    return yaml.SafeLoader("").construct_object(node)
