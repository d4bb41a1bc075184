"""Contributors who write at the same moment, through real connections, on a workshop of their own with two workers: what each
was answered and after how long. No test."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.conftest import shop_on
from tests.workshop.phones import Phone

SLUG, WORKERS = "plumes", 2
PEOPLE = f"""
import django
django.setup()
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from longuevue.workshop.accounts.models import Membership, User
from longuevue.workshop.observatories.services import make
here = make(name="Observatoire des plumes", codes=["com-34172"], slug="{SLUG}")
keys = []
for n in range(COUNT + 1):
    user = User.objects.create_user(f"plume{{n}}@valmont.example", None, name=f"Plume {{n}}")
    Membership.objects.create(user=user, observatory=here, role="manager" if n == COUNT else "contributor")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    keys.append(session.session_key)
print(json.dumps(keys))
"""


@dataclass
class Heard:
    """Milliseconds until each writing was answered, how many were first told to try again, and what else went wrong."""

    times: list[float] = field(default_factory=list)
    busy: int = 0
    faults: list[str] = field(default_factory=list)

    def p(self, share: float) -> float:
        """The time under which that share of the answers came."""
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))]


class Writer(Phone):
    """A contributor with the form of a link before them."""

    def open(self) -> None:
        self.page = self.get(f"/atelier/o/{SLUG}/liens/nouveau/")

    def write(self, partner: str, heard: Heard, since: float) -> None:
        """Send the form once, then again as long as the answer is to try again; counted from when it was due."""
        said = {"kind": "twinning", "partner": partner, "area": "com-34172", "country": "HT", "start": "1998"}
        body = self._body(said, self.page)
        try:
            for _ in range(60):
                status, text, _ = self._once("POST", f"/atelier/o/{SLUG}/liens/nouveau/", body)
                if status != 503:
                    break
                heard.busy += 1
                assert "Réessayez" in text, text[:300]
                time.sleep(0.5)
        except OSError as error:
            heard.faults.append(f"{partner}: {error!r}")
            return
        heard.times.append((time.perf_counter() - since) * 1000)
        if status != 302:
            heard.faults.append(f"{partner}: {status} {text[:200]}")


@dataclass
class Desk:
    """The writers of one workshop, and its manager who reads what was kept."""

    writers: Sequence[Writer]
    manager: Phone

    def at_once(self, times: int = 1) -> Heard:
        """Everyone sends at the same moment, so many times in a row."""
        heard, start = Heard(), threading.Barrier(len(self.writers))

        def run(number: int, writer: Writer) -> None:
            start.wait()
            for turn in range(times):
                writer.write(f"Ensemble {number}-{turn}", heard, time.perf_counter())

        _threads([lambda n=n, w=w: run(n, w) for n, w in enumerate(self.writers)])  # type: ignore[misc]
        return heard

    def pace(self, seconds: int, per_second: int) -> Heard:
        """So many writings a second, whatever the server does, by all in turn."""
        heard, due = Heard(), queue.SimpleQueue[tuple[float, int]]()
        begin = time.perf_counter() + 0.5
        for turn in range(seconds * per_second):
            due.put((begin + turn / per_second, turn))

        def run() -> None:
            while True:
                try:
                    when, turn = due.get_nowait()
                except queue.Empty:
                    return
                time.sleep(max(0.0, when - time.perf_counter()))
                self.writers[turn % len(self.writers)].write(f"Rythme {turn}", heard, when)

        _threads([run] * min(40, len(self.writers)))
        return heard

    def kept(self) -> set[str]:
        """The partners that the register holds, as its table gives them."""
        lines = self.manager.get(f"/atelier/o/{SLUG}/liens/liens.csv").splitlines()[1:]
        return {line.split(";")[2] for line in lines if line.strip()}


def _threads(jobs: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def desk_of(demo: Path, count: int, database: str = "") -> Iterator[Desk]:
    """So many contributors, each with the form open, on SQLite or on the database of that address."""
    code = PEOPLE.replace("COUNT", str(count))
    with shop_on(demo, code, workers=WORKERS, more={"DATABASE_URL": database} if database else {}) as shop:
        site = shop.address
        assert urlsplit(site).port
        phones = [
            Writer(site, 1 + n % 250, {"longuevue_session": key}) for n, key in enumerate(json.loads(shop.made))
        ]  # fmt: skip
        for phone in phones:
            phone.open()
        yield Desk(phones[:-1], phones[-1])
