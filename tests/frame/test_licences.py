"""The licence of everything that runs in production: permissive, or on a short list that says why it is accepted.
Tools of the developers are not looked at: they are never handed out."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

HOME = Path(__file__).resolve().parents[2]
PERMISSIVE = re.compile(
    r"\b(MIT|MIT-0|MIT-CMU|BSD|0BSD|BSD-[23]-Clause|Apache|ISC|PSF|PSFL|PSF-2\.0|Python Software Foundation|MPL-2\.0|Zlib|CC0-1\.0)\b"
)
VIRAL = re.compile(r"(?<![A-Z])A?GPL|Affero|GNU General Public|SSPL|Commons Clause", re.IGNORECASE)
#: name → why it may run with us although its metadata name a viral licence
ACCEPTED = {
    "odfpy": "tri-licensed: we take it under Apache-2.0",
    "pyphen": "tri-licensed (brought by weasyprint): we take it under MPL 1.1; used unmodified, as a library",
}


def runtime() -> dict[str, metadata.Distribution]:
    """Every distribution that our dependencies bring in, by name."""
    found: dict[str, metadata.Distribution] = {}
    ours = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    waiting = [Requirement(line) for line in ours]
    while waiting:
        need = waiting.pop()
        name = re.sub(r"[-_.]+", "-", need.name).lower()
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            assert need.marker is not None, f"{name} is required and not installed"
            continue
        for line in found[name].requires or []:
            below = Requirement(line)
            extras = need.extras or {""}
            if below.marker is None or any(below.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(below)
    return found


def words_of(distribution: metadata.Distribution) -> str:
    """What the metadata say of the licence: the expression, else classifiers and the first line of the field."""
    about = distribution.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License")]
    return "; ".join([*classifiers, (about.get("License") or "").split("\n")[0][:80]])


@pytest.mark.parametrize(
    ("name", "distribution"), sorted(runtime().items()), ids=lambda v: v if isinstance(v, str) else ""
)
def test_runtime_dependency_has_an_acceptable_licence(name: str, distribution: metadata.Distribution) -> None:
    words = words_of(distribution)
    if name in ACCEPTED:
        assert VIRAL.search(words), f"{name} needs no exception any more: {words}"
        return
    assert not VIRAL.search(words), f"{name}: {words}"
    assert PERMISSIVE.search(words), f"{name}: {words or 'no licence in its metadata'}"


def test_no_exception_is_kept_for_a_package_that_left() -> None:
    assert set(ACCEPTED) <= set(runtime())


def test_licence_is_the_whole_eupl() -> None:
    text = (HOME / "LICENSE").read_text("utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert [f"{n}." in text for n in range(1, 16)] == [True] * 15
    assert text.rstrip().endswith("require the production of a new EUPL version.")
