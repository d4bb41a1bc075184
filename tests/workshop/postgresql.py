"""A database of our own on a PostgreSQL server, made for one use and dropped after it. No test."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

#: where a server may answer, with a right to make databases
SERVER = os.environ.get("LONGUEVUE_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/postgres")


def silence() -> str:
    """Why no server can be used, in one sentence; nothing when one answers."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        said = str(error).strip().splitlines()[0]
        return f"no PostgreSQL answers ({said}): start one, or name it in LONGUEVUE_POSTGRESQL"
    return ""


@contextmanager
def own_database() -> Iterator[str]:
    """The address of an empty database, as DATABASE_URL says it."""
    name = f"longuevue_{secrets.token_hex(6)}"
    with psycopg.connect(SERVER, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(SERVER)._replace(scheme="postgres", path=f"/{name}"))
    finally:
        with psycopg.connect(SERVER, autocommit=True) as line:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
