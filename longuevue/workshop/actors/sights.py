"""Who sees what as a table: its columns, how each cell is read, and what becomes of the rows. An actor is told by its Longuevue
identifier or by its name; no contact has a column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction

from longuevue.sources.places import name_key
from longuevue.terms.refusal import Refusal
from longuevue.workshop.actors import selectors
from longuevue.workshop.actors.kinds import ACCESS
from longuevue.workshop.actors.models import Actor, Batch, VantagePoint
from longuevue.workshop.frame.bringing import Brought
from longuevue.workshop.observatories.selectors import shelf_of
from longuevue.workshop.reasoning import object_tables as tables

SIGHTS: tables.Columns = {
    "actor_id": ("Identifiant de l'acteur", ("identifiant acteur", "identifiant longuevue")),
    "actor": ("Acteur", ("nom", "structure", "organisation", "organisme", "actor")),
    "marker": ("Marqueur", ("phénomène", "question", "ce qui est vu", "marker")),
    "data_held": ("Données tenues", ("données", "data held")),
    "access": ("Accès", ("access",)),
    "frequency": ("Rythme", ("fréquence", "périodicité", "frequency")),
    "scale": ("Échelle", ("maille", "scale")),
}


def points(observatory: Any) -> Any:
    """What the actors of this observatory see, in order of their names."""
    found = VantagePoint.objects.filter(actor__in=selectors.actors(observatory)).select_related("actor")
    return found.order_by("actor__name", "actor__pk", "marker")


def rows(observatory: Any) -> Iterator[dict[str, Any]]:
    """As their table writes them."""
    for point in points(observatory):
        said = {column: getattr(point, column) for column in ("marker", "data_held", "access", "frequency", "scale")}
        yield {"actor_id": point.actor.public_id, "actor": point.actor.name, **said}


def sights_table(observatory: Any) -> tables.ObjectTable:
    """Of this observatory: its actors, and the markers it may follow or that somebody here sees already."""
    here = {str(one.public_id): one for one in selectors.actors(observatory)}
    named: dict[str, list[Actor]] = defaultdict(list)
    for one in here.values():
        for text in {name_key(one.name), name_key(one.acronym)} - {""}:
            named[text].append(one)
    markers = {m.id: m.question.model_dump() for m in shelf_of(observatory) if not m.sensitivity.off_by_default}
    markers |= {m: {"fr": m} for m in points(observatory).values_list("marker", flat=True) if m not in markers}

    def marker(text: str) -> str:
        wanted = name_key(text)
        for key, question in markers.items():
            if text == key or (wanted and wanted in {name_key(key), *map(name_key, filter(None, question.values()))}):
                return key
        raise Refusal(f"« {text[:60]} » n'est ni un marqueur ni sa question.", "Prenez-les de « Qui voit quoi ».")

    def actor_id(text: str) -> Actor | None:
        if not text:
            return None
        if (found := here.get(tables.identifier(text))) is None:
            raise Refusal("Cet acteur n'est pas dans cet observatoire.", "Apportez d'abord le tableau des acteurs.")
        return found

    def actor(row: dict[str, Any]) -> None:
        found, name = row.pop("actor_id", None), row.get("actor", "")
        if found is None:
            several = named.get(name_key(name), [])
            if len(several) != 1:
                how = "Plusieurs acteurs s'appellent" if several else "Aucun acteur ne s'appelle"
                remedy = "Donnez son identifiant Longuevue." if several else "Apportez d'abord le tableau des acteurs."
                raise Refusal(f"{how} « {name[:60]} » ici.", remedy)
            found = several[0]
        row["actor"] = found

    header = {column: name for column, (name, _) in SIGHTS.items()}
    readers: dict[str, tables.Reader] = {
        "actor_id": actor_id,
        "actor": tables.plain(header["actor"], 200),
        "marker": marker,
        "data_held": tables.plain(header["data_held"], 300),
        "access": tables.word(header["access"], ACCESS, "on_request"),
        "frequency": tables.plain(header["frequency"], 60),
        "scale": tables.plain(header["scale"], 20),
    }
    return tables.ObjectTable(SIGHTS, readers, frozenset({"marker"}), actor)


@transaction.atomic
def sights_in(observatory: Any, path: Path, *, by: Any, name: str) -> Brought:
    """Rows taken in; the same actor and marker again change what is said of it."""
    read, refused = tables.read_back(path, sights_table(observatory))
    done = Brought(Batch.objects.create(observatory=observatory, file=name[:200], made_by=by), refused=refused)
    here = {(point.actor_id, point.marker): point for point in points(observatory)}
    for row in read:
        key = (row["actor"].pk, row["marker"])
        if (point := here.get(key)) is None:
            here[key] = VantagePoint.objects.create(batch=done.batch, **row)
            done.new += 1
            continue
        changed = {name: value for name, value in row.items() if getattr(point, name) != value}
        for column, value in changed.items():
            setattr(point, column, value)
        if changed:
            point.save()
        done.told(bool(changed))
    return done
