"""What is left of those who left, looked for everywhere an instance keeps or shows something: tables, files, caches, pages, exports,
editions. Part of the simulation of `five_years.py`; no test here."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


def photograph(folder: Path, observatory: Any, name: str) -> None:
    """What the press gave and a backup, as they were that day; an edition too, the first time and the last."""
    from django.db import connections

    from longuevue.config.backup import save
    from longuevue.config.observatory import read_observatory
    from longuevue.config.pipeline import build
    from longuevue.config.withdrawals import write_ledger
    from longuevue.workshop.press import services

    services.press(observatory)
    if name != "second":
        build(read_observatory(folder))
    connections.close_all()
    beside = folder.parent
    save(folder, beside / f"{name}.tar")
    write_ledger(folder, beside / f"{name}.ledger")


class Traces:
    """Where the words and addresses of people who left might still be."""

    def __init__(self, folder: Path, observatory: Any, town: list[Any]) -> None:
        self.folder, self.observatory, self.town = folder, observatory, town

    def look(self) -> dict[str, Any]:
        """Each place, and how many things were found there of somebody who left; and how many who stayed, to know that we can see."""
        gone = [one for one in self.town if one.gone is not None]
        marks = [mark for one in gone for mark in (one.word, one.email)]
        again = [one for one in self.town if one.answers == "told then withdrew"]
        marks += [one.again_word for one in again]
        stay = [one for one in self.town if one.gone is None and one.story and one.again_word not in marks]
        places = {
            "tables": self._tables,
            "files": self._files,
            "pages": self._pages,
            "open data": self._open_data,
            "project for researchers": self._project,
            "keys": lambda: "",
        }
        texts = {name: read() for name, read in places.items()}
        found = {name: sum(mark in text for mark in marks) for name, text in texts.items()}
        found["keys"] = self._opened_by_a_key_left(gone)
        seen = {name: sum(one.word in text for one in stay) for name, text in texts.items()}
        published = [one for one in self.town if one.stops_publishing is not None and one.quote != "aggregate"]
        unpublished = [one.word for one in published if one.publishes and one.gone is None and self._past(one)]
        places_of_words = texts["pages"] + texts["open data"]
        return {
            "gone": len(gone),
            "found": found,
            "seen": seen,
            "unpublished": len(unpublished),
            "still_public": sum(word in places_of_words for word in unpublished),
            "names_of_files": self._names(),
        }

    def _past(self, one: Any) -> bool:
        return bool(one.story) and one.stops_publishing >= one.tells

    def _tables(self) -> str:
        """Every cell as it is kept, and every sealed cell as it opens."""
        from django.apps import apps
        from django.db import connection

        found = []
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'select * from "{table}"')
                found += [str(row) for row in cursor.fetchall()]
        for model in apps.get_models():
            if model._meta.app_label in ("testimonies", "waves", "coding"):
                found += [str([getattr(row, f.attname) for f in model._meta.fields]) for row in model.objects.all()]
        from longuevue.workshop.testimonies.models import Story

        return "\n".join([*found, *(str(one.words) for one in Story.objects.all())])

    def _files(self) -> str:
        """Every byte under the folder: database, journal, outbox, what waits for an edition, every edition, caches."""
        return "\n".join(
            path.read_bytes().decode("latin-1") for path in sorted(self.folder.rglob("*")) if path.is_file()
        )

    def _names(self) -> int:
        return sum(path.is_file() for path in self.folder.rglob("*"))

    def _pages(self) -> str:
        """The pages that show stories, asked twice so that a cache would answer the second time."""
        from django.test import Client

        from longuevue.config.observatory import read_observatory
        from longuevue.edition.reader import Edition
        from longuevue.portal import desk

        current = read_observatory(self.folder).current()
        assert current is not None
        desk.lend(Edition.open(current))
        try:
            addresses = (
                "/fr/territoire/epci-243400017/",
                "/fr/marqueur/twinnings/",
                "/fr/chiffre/twinnings/epci-243400017/",
            )
            return "\n".join(Client().get(one).content.decode() for one in addresses * 2)
        finally:
            desk.lend(None)

    def _open_data(self) -> str:
        from longuevue.config.observatory import read_observatory
        from longuevue.edition.reader import Edition
        from longuevue.publish.folder import publish

        current = read_observatory(self.folder).current()
        assert current is not None
        out = self.folder.parent / "open"
        shutil.rmtree(out, ignore_errors=True)
        publish(Edition.open(current), out)
        return "\n".join(path.read_bytes().decode("latin-1") for path in out.rglob("*.json"))

    def _project(self) -> str:
        """A round of coding on everything that was approved, as it goes to researchers today."""
        from longuevue.workshop.coding.exchange import project_out
        from longuevue.workshop.coding.models import Code, Codebook, Coder, Round, Unit, Version
        from longuevue.workshop.testimonies.models import Story

        version = Version.objects.create(codebook=Codebook.objects.create(observatory=self.observatory, title="Tout"))
        Code.objects.create(version=version, label="Langue")
        turn = Round.objects.create(observatory=self.observatory, title="Tout", kind="codes", version=version)
        for number, story in enumerate(Story.objects.all(), 1):
            Unit.objects.create(round=turn, number=number, story_id=story.public_id, question="what")
        for name in ("a", "b"):
            Coder.objects.create(round=turn, name=name, finished_at=turn.made_at)
        with zipfile.ZipFile(io.BytesIO(project_out(turn))) as archive:
            return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())

    def _opened_by_a_key_left(self, gone: list[Any]) -> int:
        """The words of those who left, as an old copy of the database holds them, tried with every key that is still there."""
        from longuevue.workshop.testimonies.models import StoryKey

        keys = [Fernet(one.key.encode()) for one in StoryKey.objects.all()]
        return sum(_opens(keys, one.sealed) for one in gone if one.sealed)


def _opens(keys: list[Fernet], sealed: str) -> bool:
    for key in keys:
        try:
            key.decrypt(sealed.encode())
        except InvalidToken:
            continue
        return True
    return False
