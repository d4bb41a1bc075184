"""How the house says no: one exception, one plain French sentence, one remedy. Printing it is left to the callers."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer to a person, not an error of ours
    """Bad input, refused in plain French: what was found, what to do, and where.

    >>> print(Refusal("Code « 93 » ambigu.", "Écrivez dep-93 ou reg-93."))
    Code « 93 » ambigu. Écrivez dep-93 ou reg-93.
    """

    def __init__(self, found: str, remedy: str, *, where: str | None = None, choices: tuple[str, ...] = ()) -> None:
        self.found = found
        self.remedy = remedy
        self.where = where
        self.choices = choices
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The whole message: place, finding, remedy, then the choices one a line."""
        head = f"{self.where} : " if self.where else ""
        lines = [f"{head}{self.found} {self.remedy}".strip()]
        lines += [f"  - {choice}" for choice in self.choices]
        return "\n".join(lines)
