"""The examples written beside our words: each gives what it announces."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import longuevue.terms

MODULES = [one.name for one in pkgutil.iter_modules(longuevue.terms.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_an_example_gives_another_answer(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"longuevue.terms.{name}"))
    assert found.failed == 0


def test_no_example_is_read() -> None:
    tried = [doctest.testmod(importlib.import_module(f"longuevue.terms.{name}")).attempted for name in MODULES]
    assert sum(tried) >= 6
