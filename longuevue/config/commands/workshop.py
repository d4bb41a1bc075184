"""Commands of the workshop: opening its database, inviting its first operator. What people do there is done on its pages."""

from __future__ import annotations

from pathlib import Path

import click

from longuevue.config.console import give, say
from longuevue.config.observatory import find_observatory
from longuevue.config.workshop import open_workshop
from longuevue.terms.refusal import Refusal


@click.group()
def workshop() -> None:
    """L'atelier : la base où l'on écrit, et qui y entre."""


@workshop.command("open")
def open_() -> None:
    """Créer la base de l'atelier, ou la mettre à jour."""
    observatory = find_observatory()
    open_workshop(observatory.folder)
    say(f"L'atelier de « {observatory.settings.name} » est prêt : longuevue serve, puis /atelier/.")


@workshop.command()
@click.argument("email")
@click.option("--name", default="", help="Nom affiché.")
def operator(email: str, name: str) -> None:
    """Ouvrir un compte d'exploitant ; imprime le lien où choisir son mot de passe."""
    if "@" not in email:
        raise Refusal(f"« {email} » n'est pas une adresse de courriel.", "Écrivez-la en entier : nom@exemple.fr.")
    open_workshop(find_observatory().folder)
    from longuevue.workshop.accounts.services import make_operator

    give(make_operator(email, name))


@workshop.command()
def daily() -> None:
    """Le travail de chaque jour, à lancer par cron : récits échus effacés, invitations et rappels du jour envoyés."""
    open_workshop(find_observatory().folder)
    from longuevue.config.daily import run

    for line in run():
        say(line)


@workshop.command()
@click.argument("mailbox", metavar="BOÎTE", type=click.Path(path_type=Path))
def returned(mailbox: Path) -> None:
    """Lire la boîte où reviennent les messages (mbox ou Maildir) : ceux dont l'adresse n'existe plus n'en recevront plus."""
    open_workshop(find_observatory().folder)
    from django.utils import timezone

    from longuevue.workshop.waves.returned import lost_messages
    from longuevue.workshop.waves.services import bounced

    say(f"Adresses perdues, et effacées : {bounced(lost_messages(mailbox), timezone.localdate())}.")


@workshop.command()
def example() -> None:
    """Charger l'observatoire d'exemple, étiqueté comme tel ; imprime le dossier où le construire."""
    served = find_observatory()
    open_workshop(served.folder)
    from longuevue.workshop.links.seed import load_example
    from longuevue.workshop.observatories.selectors import folder_of

    made = load_example()
    say(
        f"« {made.name} » : {made.world_links.count()} liens, {made.cards.count()} fiches, {made.actors.count()} acteurs."
    )
    say("Pour le lire dans les pages publiques, construisez-le là, puis longuevue serve : longuevue build")
    give(str(folder_of(made)))
