"""How the command line speaks: JSON alone on standard output, words and progress on standard error, usage in French."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import click


def say(text: str) -> None:
    """A message for the person, on standard error."""
    click.echo(text, err=True)


def give(text: str) -> None:
    """The answer itself, on standard output."""
    click.echo(text)


def give_json(document: Any) -> None:
    """One JSON document, and nothing else, on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, default=str))


class Steps:
    """Progress of a long job: a line redrawn on a terminal, one line a second at most elsewhere."""

    def __init__(self) -> None:
        self._last = 0.0
        self._tty = sys.stderr.isatty()
        self._width = 0

    def __call__(self, text: str) -> None:
        if self._tty:
            click.echo("\r" + text.ljust(self._width), nl=False, err=True)
            self._width = len(text)
            return
        if time.monotonic() - self._last > 1.0:
            say(text)
            self._last = time.monotonic()

    def end(self) -> None:
        """Leave the progress line."""
        if self._tty and self._width:
            click.echo("\r" + " " * self._width + "\r", nl=False, err=True)


def in_french(error: click.UsageError) -> str:
    """Click's own words, said in French, with the command's help to turn to."""
    help_line = ""
    if error.ctx is not None:
        help_line = f"\nAide : {error.ctx.command_path} --help"
    if isinstance(error, click.NoSuchOption):
        return f"L'option « {error.option_name} » n'existe pas.{_near(error.possibilities)}{help_line}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else error.param_hint
        return f"Il manque « {name} ».{help_line}"
    if isinstance(error, click.BadParameter):
        name = error.param.human_readable_name if error.param else error.param_hint
        return f"La valeur donnée pour « {name} » n'est pas admise.{help_line}"
    text = error.format_message()
    if text.startswith("No such command"):
        found = text.removeprefix("No such command ").rstrip(".")
        group = error.ctx.command if error.ctx else None
        known = ", ".join(group.list_commands(error.ctx)) if isinstance(group, click.Group) and error.ctx else ""
        return f"La commande {found} n'existe pas. Commandes : {known}.{help_line}"
    if "unexpected extra argument" in text:
        return f"Il y a un mot de trop dans la commande.{help_line}"
    if "requires an argument" in text:
        return f"Une option attend une valeur qui n'est pas donnée.{help_line}"
    return f"La commande n'est pas comprise ({text}).{help_line}"


def _near(possibilities: Any) -> str:
    return f" Vouliez-vous : {', '.join(possibilities)} ?" if possibilities else ""
