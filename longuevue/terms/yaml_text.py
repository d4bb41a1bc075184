"""YAML read as data, with the fast parser where it is compiled. What a file must hold is checked by whoever reads it."""

from __future__ import annotations

from typing import Any

import yaml

_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BASE = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(text: str) -> Any:
    """Numbers, dates and booleans as YAML understands them."""
    return yaml.load(text, Loader=_SAFE)


def read_yaml_as_text(text: str) -> Any:
    """Every scalar as text: `NO` is Norway, `01` keeps its zero."""
    return yaml.load(text, Loader=_BASE)
