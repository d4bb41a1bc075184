"""The command line: design.md §6 as a contract. Each command hands its arguments to the room that does the work."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

from longuevue.config.console import in_french, say
from longuevue.terms.refusal import Refusal

#: where each command lives; a module is read only when its command is used
COMMANDS: dict[str, str] = {
    "demo": "longuevue.config.commands.make:demo",
    "init": "longuevue.config.commands.make:init",
    "build": "longuevue.config.commands.make:build",
    "serve": "longuevue.config.commands.make:serve",
    "territories": "longuevue.config.commands.ask:territories",
    "reading": "longuevue.config.commands.ask:reading",
    "portrait": "longuevue.config.commands.ask:portrait",
    "blind-spots": "longuevue.config.commands.ask:blind_spots",
    "explain": "longuevue.config.commands.ask:explain",
    "measures": "longuevue.config.commands.weigh:measures",
    "peers": "longuevue.config.commands.weigh:peers",
    "scale": "longuevue.config.commands.weigh:scale",
    "fetch": "longuevue.config.commands.sources:fetch",
    "load": "longuevue.config.commands.sources:load",
    "sources": "longuevue.config.commands.sources:sources",
    "publish": "longuevue.config.commands.hand_out:publish",
    "site": "longuevue.config.commands.hand_out:site",
    "report": "longuevue.config.commands.report:report",
    "score": "longuevue.discourse.command:score",
    "debate": "longuevue.config.commands.debate:debate",
    "verify": "longuevue.config.commands.check:verify",
    "perimeter": "longuevue.config.commands.perimeter:perimeter",
    "audit": "longuevue.config.commands.audit:audit",
    "workshop": "longuevue.config.commands.workshop:workshop",
    "backup": "longuevue.config.commands.safety:backup",
    "restore": "longuevue.config.commands.safety:restore",
    "doctor": "longuevue.config.commands.check:doctor",
}


class Lazy(click.Group):
    """A group that imports a command's module only when it is called: asking one figure stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        return getattr(importlib.import_module(module), name)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="longuevue", message="longuevue %(version)s")
def cli() -> None:
    """Longuevue : l'observatoire de l'internationalisation d'un territoire.

    Un territoire s'écrit par son code (34172, 243400017) ou par son code et son échelle (com-34172, epci-243400017,
    dep-34, reg-76, per-grand-geneve, FR).
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 refused (bad input, with the reason), 2 usage."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code. Every refusal is a French sentence on standard error."""
    try:
        result = cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except Refusal as refusal:
        say(refusal.sentence())
        return 1
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        say(in_french(error))
        return 2
    except (click.Abort, KeyboardInterrupt):
        say("Interrompu : rien n'a été changé.")
        return 1
    except BrokenPipeError:
        return 0
    except MemoryError:
        say("La mémoire manque. Fermez d'autres programmes, ou travaillez sur un territoire plus petit.")
        return 1
    except OSError as error:
        say(f"Lecture ou écriture impossible : {error.strerror or error} ({error.filename or 'fichier inconnu'}).")
        say("Vérifiez la place sur le disque et les droits, puis recommencez : rien de ce qui était publié n'a changé.")
        return 1


if __name__ == "__main__":
    main()
