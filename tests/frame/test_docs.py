"""Keeps the documents true: every page is reachable, every link resolves, every command is in the reference.
The pages' content on figures is checked by the rooms that make them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

from longuevue.cli import cli

HOME = Path(__file__).resolve().parents[2]
DOCS = HOME / "docs"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PAGES = sorted([*DOCS.rglob("*.md"), *HOME.glob("*.md")])


def links_of(page: Path) -> list[tuple[str, Path]]:
    """The relative links of a page, as written and as the path they lead to."""
    text = FENCE.sub("", page.read_text("utf-8"))
    inside = [link for link in LINK.findall(text) if not re.match(r"[a-z]+:|#", link)]
    return [(link, (page.parent / unquote(link.split("#")[0])).resolve()) for link in inside]


def anchors_of(page: Path) -> set[str]:
    """The anchors of a page's headings, as forges write them."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def headings_of(page: Path) -> list[int]:
    """The depth of each heading, in order."""
    return [len(marks) for marks in re.findall(r"^(#+) ", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(HOME)))
def test_links_of_a_page_resolve(page: Path) -> None:
    lost = [link for link, target in links_of(page) if not target.exists()]
    lost += [
        link
        for link, target in links_of(page)
        if "#" in link and target.suffix == ".md" and target.exists() and link.split("#")[1] not in anchors_of(target)
    ]
    assert lost == []


def test_every_page_is_reachable_from_the_index() -> None:
    seen: set[Path] = set()
    waiting = [DOCS / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.exists():
            continue
        seen.add(page)
        waiting += [target for _, target in links_of(page)]
    assert sorted(str(p.relative_to(DOCS)) for p in set(DOCS.rglob("*.md")) - seen) == []


def test_french_readme_says_as_much_as_the_english_one() -> None:
    english, french = HOME / "README.md", HOME / "README.fr.md"
    assert headings_of(english) == headings_of(french)
    assert len(links_of(english)) == len(links_of(french))


def test_decisions_are_numbered_without_a_hole_and_in_three_parts() -> None:
    pages = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [int(p.name[:4]) for p in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        parts = re.findall(r"^(?:## |\*\*)(Context|Decision|Consequences)\b", page.read_text("utf-8"), re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences"], page.name


def commands_of(group: click.Group) -> dict[str, click.Command]:
    """Every command that the command line lists, by its name; those read only when called are read."""
    context = click.Context(group)
    found = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in found.items() if command is not None and not command.hidden}


def sections_of_reference() -> dict[str, str]:
    """The reference of the command line, cut at each command's heading."""
    page = (DOCS / "reference/cli.md").read_text("utf-8")
    cut = re.split(r"^### `longuevue ([a-z-]+)[^\n]*\n", page, flags=re.MULTILINE)[1:]
    return dict(zip(cut[::2], cut[1::2], strict=True))


def test_reference_tells_every_command_and_invents_none() -> None:
    commands = commands_of(cli)
    assert len(commands) > 5
    assert sorted(sections_of_reference()) == sorted(commands)


@pytest.mark.parametrize(("name", "command"), sorted(commands_of(cli).items()))
def test_reference_tells_every_option_of_a_command_and_invents_none(name: str, command: click.Command) -> None:
    section = sections_of_reference()[name]
    options = {
        o for p in command.params if isinstance(p, click.Option) and not p.hidden for o in p.opts if o[:2] == "--"
    }
    told = set(re.findall(r"^- `(--[a-z-]+)", section, re.MULTILINE))
    assert told == options - {"--help"}


def test_pages_that_messages_send_people_to_exist() -> None:
    sent = {
        page
        for path in (HOME / "longuevue").rglob("*.py")
        for page in re.findall(r"docs/[A-Za-z0-9/_-]+\.md", path.read_text("utf-8"))
    }
    assert sorted(page for page in sent if not (HOME / page).is_file()) == []
