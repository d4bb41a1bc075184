"""A small reader of HTML for tests: tags in order, with their attributes and the text inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "input", "br", "img", "hr", "path", "circle", "rect", "use", "ellipse", "polyline"}


@dataclass
class Tag:
    """One element: its name, attributes, text and the elements inside it."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[Tag] = field(default_factory=list)

    def all(self, name: str, css: str = "") -> list[Tag]:
        """Every element of that name (and class) below this one, in order."""
        found = []
        for tag in self.inside:
            if tag.name == name and (not css or css in tag.attributes.get("class", "").split()):
                found.append(tag)
            found += tag.all(name, css)
        return found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Tag("root", {})
        self._open = [self.root]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Tag(tag, {k: v or "" for k, v in attrs})
        self._open[-1].inside.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].inside.append(Tag(tag, {k: v or "" for k, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._open[-1].name != tag:
            self.faults.append(f"</{tag}> closes <{self._open[-1].name}>")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data


def read_html(text: str) -> tuple[Tag, list[str]]:
    """The page as a tree, and its badly nested tags."""
    reader = _Reader()
    reader.feed(text)
    faults = reader.faults + [f"<{tag.name}> never closed" for tag in reader._open[1:]]
    return reader.root, faults
