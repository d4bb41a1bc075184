"""The locks and what is committed: hashed, without a host, and free of what belongs to one machine.
Whether they install is shown by `make install`, not here."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

HOME = Path(__file__).resolve().parents[2]
LOCK = (HOME / "requirements.lock").read_text("utf-8")
RUN_LOCK = (HOME / "requirements-run.lock").read_text("utf-8")
#: paths and words that belong to a machine or to a draft, split so that this file does not hold them
MACHINE = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "C:" + "\\"]
DRAFT = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:"]
MAX_LINES = 400


def committed() -> list[Path]:
    """Every file that git knows here, or every file around when this is not a git checkout."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=HOME, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout: what is committed cannot be listed")
    return [path for name in done.stdout.split("\0") if name and (path := HOME / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def entries_of(lock: str) -> list[str]:
    """Each package of a lock with its hashes, as written."""
    return re.split(r"\n(?=[a-z0-9])", lock.strip())


@pytest.mark.parametrize("lock", [LOCK, RUN_LOCK], ids=["whole", "run"])
def test_every_locked_package_is_hashed_and_no_host_is_named(lock: str) -> None:
    assert "://" not in lock
    assert not re.search(r"^\s*(--index-url|--extra-index-url|--find-links|-i|-f)\b", lock, re.MULTILINE)
    entries = entries_of(lock)
    assert len(entries) > 40
    assert [e.split()[0] for e in entries if "--hash=sha256:" not in e] == []


def test_every_dependency_is_locked_at_a_version_that_it_accepts() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    run = [*project["project"]["dependencies"], *groups["build"]]
    whole = [*run, *(line for line in groups["dev"] if isinstance(line, str))]
    for name, lock, wanted in (("requirements.lock", LOCK, whole), ("requirements-run.lock", RUN_LOCK, run)):
        for need in map(Requirement, wanted):
            versions = re.findall(rf"^{re.escape(need.name.lower())}==(\S+)", lock, re.MULTILINE)
            assert versions, f"{need.name} is not in {name}: make lock"
            assert all(need.specifier.contains(v) for v in versions), f"{need.name}: {versions}, {need.specifier}"


def test_what_is_checked_is_what_runs() -> None:
    strays = set(entries_of(RUN_LOCK)) - set(entries_of(LOCK))
    assert {stray.split()[0] for stray in strays} == set(), "the two locks differ: make lock"


def test_editable_install_asks_nothing_that_the_lock_does_not_hold() -> None:
    build = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    assert all(re.search(rf"^{Requirement(need).name}==", RUN_LOCK, re.MULTILINE) for need in [*build, "editables"])


def test_npm_lock_names_no_host_and_agrees_with_the_package() -> None:
    lock = json.loads((HOME / "package-lock.json").read_text("utf-8"))
    assert "://" not in json.dumps(
        {k: {f: x for f, x in v.items() if f != "funding"} for k, v in lock["packages"].items()}
    )
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []
    assert [name for name, entry in lock["packages"].items() if name and "integrity" not in entry] == []
    package = json.loads((HOME / "package.json").read_text("utf-8"))
    assert lock["packages"][""]["dependencies"] == package["dependencies"]


def test_nothing_committed_names_a_machine() -> None:
    # the same words inside a public address are not a machine's
    inside = re.compile(r"https?://\S+")
    found = [
        f"{p.relative_to(HOME)}: {word}" for p in committed() for word in MACHINE if word in inside.sub("", text_of(p))
    ]
    assert found == []


def test_no_key_nor_database_is_committed() -> None:
    private = re.compile(r"(^|/)private/|\.sqlite3?$|-key$|\.pem$|(^|/)\.env$")
    names = [str(path.relative_to(HOME)) for path in committed()]
    assert [name for name in names if private.search(name)] == []


def test_nothing_committed_is_left_for_later() -> None:
    words = re.compile("|".join(rf"\b{re.escape(word)}" for word in DRAFT))
    kinds = {".py", ".md", ".html", ".css", ".js", ".toml", ".yaml", ".sh", ""}
    found = [str(p.relative_to(HOME)) for p in committed() if p.suffix in kinds and words.search(text_of(p))]
    assert found == []


def test_no_python_file_is_longer_than_a_room() -> None:
    long = {
        str(p.relative_to(HOME)): lines
        for p in committed()
        if p.suffix == ".py" and p.parent.name != "migrations" and (lines := text_of(p).count("\n")) > MAX_LINES
    }
    assert long == {}


def test_every_module_opens_with_a_docstring() -> None:
    quiet = [
        str(p.relative_to(HOME))
        for p in committed()
        if p.suffix == ".py" and text_of(p).strip() and not text_of(p).lstrip().startswith(('"""', "#!", 'r"""'))
    ]
    assert quiet == []
