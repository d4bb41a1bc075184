"""The pages opened on the starter edition, without a server. What a browser sees is tested in tests/browser."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

import django

django.setup()

from django.test import Client  # noqa: E402

from longuevue.portal import desk  # noqa: E402


@pytest.fixture(scope="session")
def read_once() -> dict[str, str]:
    """Texts of pages already opened, by address: an edition never changes, and many tests read the same page."""
    return {}


@pytest.fixture
def text_of(pages: Client, read_once: dict[str, str]) -> Callable[[str], str]:
    """The HTML of an address, which must open."""

    def read(address: str) -> str:
        if address not in read_once:
            response = pages.get(address)
            assert response.status_code == 200, (response.status_code, address)
            read_once[address] = response.content.decode()
        return read_once[address]

    return read


@pytest.fixture
def pages(starter: Any) -> Iterator[Client]:
    """A visitor of the portal; `pages.get("/fr/")`."""
    desk.lend(starter)
    yield Client()
    desk.lend(None)
