"""The command `longuevue perimeter`: asks the entrusted figures of one perimeter, after everything that already left."""

from __future__ import annotations

import click

from longuevue.config.console import Steps, give, give_json
from longuevue.config.observatory import find_observatory
from longuevue.terms.numbers import number


@click.command()
@click.argument("perimeter")
@click.option("--json", "json_", is_flag=True, help="Un document JSON sur la sortie standard, rien d'autre.")
def perimeter(perimeter: str, json_: bool) -> None:
    """Demander les chiffres confiés d'un périmètre, sans refaire une édition.

    PERIMETER est un fichier YAML, alors enregistré dans perimeters/, ou le nom d'un périmètre enregistré. Chaque chiffre
    est donné s'il ne révèle rien avec ce qui est déjà sorti ; ce qui est donné entre au registre des diffusions.
    """
    from longuevue.config.asked import UNAVAILABLE, ask_perimeter

    steps = Steps()
    place, answers = ask_perimeter(find_observatory(), perimeter, progress=steps)
    steps.end()
    if json_:
        give_json({"area": f"per-{place.slug}", "answers": [answer.as_data() for answer in answers]})
        return
    give(f"{place.name.fr} (per-{place.slug})")
    if not answers:
        give("Aucun chiffre confié n'existe pour toutes ses communes : rien à diffuser, rien n'est caché.")
    for answer in answers:
        partner = {"W": "", "_U": ", pays inconnu"}.get(answer.counterpart, f", {answer.counterpart}")
        kind = f", {answer.category}" if answer.category else ""
        said = UNAVAILABLE if answer.value is None else number(answer.value)
        give(f"  {answer.label}{partner}{kind}, {answer.period} : {said}")
