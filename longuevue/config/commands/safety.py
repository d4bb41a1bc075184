"""Commands that keep an observatory from being lost: backup and restore. The work is done in `config.backup` and `restoring`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from longuevue.config.console import Steps, give, say
from longuevue.config.observatory import find_observatory
from longuevue.terms.refusal import Refusal

KEYS = (
    "Les clés n'y sont pas : copiez à part, ailleurs que cette sauvegarde, private/secret-key et private/contacts-key. "
    "Sans contacts-key, contacts et témoignages restaurés ne se liront plus."
)


@click.command()
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--ledger-only", is_flag=True, help="N'écrire que le registre des retraits, FICHIER.ledger.")
def backup(file: Path, ledger_only: bool) -> None:
    """Sauvegarder l'observatoire en un fichier (base, réglages, éditions), sans les clés."""
    from longuevue.config import withdrawals
    from longuevue.config.backup import refuse_another_database, save

    refuse_another_database()
    observatory = find_observatory()
    folder, path = observatory.folder.resolve(), file.resolve()
    beside = path.with_name(f"{path.name}.ledger")
    has_base = (folder / withdrawals.DATABASE).is_file()
    if ledger_only and not has_base:
        raise Refusal("Cet observatoire n'a pas d'atelier, donc pas de retraits.", "Sauvegardez sans --ledger-only.")
    if not ledger_only:
        steps = Steps()
        try:
            manifest = save(folder, path, steps)
        finally:
            steps.end()
        size = sum(one["bytes"] for one in manifest["members"].values()) // 1_000_000 + 1
        say(f"Sauvegarde de « {observatory.settings.name} » : {len(manifest['members'])} fichiers, {size} Mo.")
        say(KEYS)
    if has_base:
        lines = withdrawals.write_ledger(folder, beside)
        say(
            f"Registre des retraits, témoignages et contributions aux débats ({lines}) : {beside}. "
            "Gardez le plus récent, à part."
        )
    give(str(beside if ledger_only else path))


@click.command()
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--into", type=click.Path(path_type=Path), help="Le dossier ; par défaut celui où l'on se tient.")
@click.option("--over", is_flag=True, help="Remplacer l'observatoire du dossier, mis de côté.")
@click.option("--ledger", type=click.Path(path_type=Path), help="Le registre des retraits le plus récent (.ledger).")
def restore(file: Path, into: Path | None, over: bool, ledger: Path | None) -> None:
    """Remettre une sauvegarde en place, vérifiée d'abord en entier ; ce que des personnes ont repris le reste."""
    from longuevue.config.restoring import restore as run
    from longuevue.config.withdrawals import DATABASE
    from longuevue.workshop.frame.keys import CONTACTS, SECRET
    from longuevue.workshop.withdrawals.lines import POST, STORY

    folder = into or Path(os.environ.get("LONGUEVUE_OBSERVATORY") or Path.cwd())
    steps = Steps()
    try:
        done = run(file.resolve(), folder, over=over, ledger=ledger, progress=steps)
    finally:
        steps.end()
    say(f"Restauré : {done.files} fichiers, sauvegardés le {done.made_at.astimezone():%d/%m/%Y à %H:%M}.")
    again = done.taken_back
    if again.until is not None:
        stories, posts = (again.erased.get(kind, 0) for kind in (STORY, POST))
        say(
            f"Témoignages repris depuis et effacés de nouveau : {stories}. "
            f"Contributions aux débats reprises ou supprimées depuis et effacées de nouveau : {posts}. "
            f"Retraits connus jusqu'au {again.until.astimezone():%d/%m/%Y à %H:%M}."
        )
    if again.deaf:
        say(
            "Attention : ce registre, d'une version plus ancienne, ne dit rien des débats. Une contribution reprise après la "
            "sauvegarde peut être revenue : relisez les débats avant d'ouvrir, ou restaurez avec un registre plus récent."
        )
    if done.aside is not None:
        say(
            f"L'ancien dossier est gardé : {done.aside}. Supprimez-le quand tout va bien : il contient des données privées."
        )
        if Path.cwd().is_relative_to(done.aside):
            say(f"Ce terminal est resté dans l'ancien dossier : cd {done.folder}")
    private, base = done.folder / "private", done.folder / DATABASE
    if base.is_file() and not all((private / name).is_file() for name in (SECRET, CONTACTS)):
        say(f"Remettez les clés dans {private} (secret-key, contacts-key) avant « longuevue serve ».")
    give(str(done.folder))
