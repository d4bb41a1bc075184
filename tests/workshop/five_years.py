"""Five years and a half of a campaign in a folder of its own, day by day: people tell, take back, answer, refuse, move, say nothing.
Run apart (`python -m tests.workshop.five_years FOLDER PEOPLE STEP SEED`), on a real database; prints one JSON line of what it saw.
The book kept here knows nothing of the program: it is what each person did. No test here."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any

START = dt.date(2026, 1, 5)
TELLING = 365
WINDOW = 183
END = TELLING + 5 * 366 + WINDOW + 60
ORIGIN = "tests.workshop.five_years"


@dataclass(slots=True)
class Person:
    """One invented resident: what they agree to, and on which days they do what."""

    number: int
    tells: int
    agrees: bool
    publishes: bool
    quote: str
    reach: str  # "" or "bounced"
    answers: str  # tell, refuse, half, silent
    after: int  # days between a message and the answer
    withdraws: int | None
    stops_asking: int | None
    stops_publishing: int | None
    withdraws_again: int | None
    story: str = ""
    link: str = ""
    messages: list[int] = field(default_factory=list)
    answered: int | None = None
    refused: int | None = None
    bounced: int | None = None
    gone: int | None = None
    asked_no_more: int | None = None
    sealed: str = ""

    @property
    def word(self) -> str:
        return f"zqmot{self.number:05d}"

    @property
    def again_word(self) -> str:
        return f"zrmot{self.number:05d}"

    @property
    def email(self) -> str:
        return f"zq{self.number:05d}@valmont.example"


def people(count: int, draw: random.Random) -> list[Person]:
    """Drawn once for all: the same seed gives the same lives."""

    def some_day(chance: float, first: int) -> int | None:
        return draw.randrange(first, END) if draw.random() < chance else None

    found = []
    for number in range(count):
        tells = draw.randrange(TELLING)
        found.append(
            Person(
                number, tells, draw.random() < 0.7, draw.random() < 0.6,
                draw.choice(["aggregate", "anonymous", "anonymous", "anonymous", "name"]),
                "bounced" if draw.random() < 0.1 else "",
                draw.choices(["tell", "refuse", "half", "silent"], [45, 12, 8, 35])[0],
                draw.randrange(80),
                some_day(0.25, tells), some_day(0.1, tells), some_day(0.1, tells), some_day(0.05, tells + 5 * 366),
            )
        )  # fmt: skip
    return found


class Clock:
    """The day it is in the simulation, for everything that asks Django."""

    def __init__(self) -> None:
        self.day = 0

    def __call__(self) -> dt.datetime:
        return dt.datetime.combine(self.today, dt.time(9), dt.UTC)

    @property
    def today(self) -> dt.date:
        return START + dt.timedelta(days=self.day)

    def rule(self) -> None:
        """Stand for Django's own clock, in columns' defaults too."""
        from django.apps import apps
        from django.utils import timezone

        former = timezone.now
        timezone.now = self  # type: ignore[assignment]
        for model in apps.get_models():
            for column in model._meta.get_fields():
                if getattr(column, "default", None) is former:
                    column.default = self
                    column.__dict__.pop("_get_default", None)


class Post:
    """The postman: reads the date and the address of each mail, and brings back those that nobody lives at."""

    def __init__(self, town: dict[str, Person], clock: Clock) -> None:
        self.town, self.clock, self.links = town, clock, {}
        self.total = 0

    def send_messages(self, mails: list[Any]) -> int:
        for mail in mails:
            person = self.town[mail.to[0]]
            person.messages.append(self.clock.day)
            self.total += 1
            self.links[person.number] = mail.body.split("/atelier/recit/encore/lien/")[1].split("/")[0]
            if person.reach == "bounced":
                person.bounced = self.clock.day
                raise SMTPRecipientsRefused({person.email: (550, b"unknown")})
        return len(mails)

    def __enter__(self) -> Post:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def opened(folder: Path) -> tuple[Any, Any, Clock]:
    """The observatory, a moderator, and a clock that rules."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from longuevue.config.workshop import open_workshop

    open_workshop(folder)
    from longuevue.workshop.accounts.models import Membership, User
    from longuevue.workshop.observatories.models import Observatory

    clock = Clock()
    clock.rule()
    observatory = Observatory.objects.get(folder="")
    user, new = User.objects.get_or_create(email="moderateur@valmont.example", defaults={"name": "Modératrice"})
    if new:
        Membership.objects.create(user=user, observatory=observatory, role="moderator")
    return observatory, user, clock


def hire(town: list[Person], clock: Clock) -> Post:
    """Every mail of this process goes through this postman."""
    from longuevue.workshop.waves import sending

    post = Post({one.email: one for one in town}, clock)
    sending.get_connection = lambda *_, **__: post  # type: ignore[assignment]
    return post


class Life:
    """What people do on a day, by the services that their screens call."""

    def __init__(self, observatory: Any, moderator: Any, campaign: Any, post: Post, clock: Clock) -> None:
        self.observatory, self.moderator, self.campaign = observatory, moderator, campaign
        self.post, self.clock = post, clock

    def lives(self, person: Person, since: int) -> None:
        """Everything that this person does after the day `since` and until today, in the order that a life has."""
        today = self.clock.day

        def now(day: int | None) -> bool:
            return day is not None and since < day <= today

        if now(person.tells) or (since < 0 and person.tells == 0):
            self._tells(person)
        if not person.story or person.gone is not None:
            return
        if now(person.stops_asking):
            self._use(person, "ask_again")
            person.asked_no_more = today
        if now(person.stops_publishing):
            self._use(person, "publish")
        open_ = person.answered is None and person.refused is None and person.bounced is None
        if person.messages and open_ and person.messages[0] + person.after <= today:
            self._answers(person)
        if now(person.withdraws):
            self._withdraws(person)
        if person.answered is not None and now(person.withdraws_again):
            self._withdraws_again(person)

    def _story(self, person: Person) -> Any:
        from longuevue.workshop.testimonies.models import Story

        return Story.objects.get(public_id=person.story)

    def _tells(self, person: Person) -> None:
        from longuevue.workshop.testimonies import services

        story, person.link = services.begin(self.campaign)
        story.kind, story.quote, story.age = "came", person.quote, ""
        story.save()
        services.keep(story, {"what": f"Récit {person.word}.", "lost": "les anciens" if person.number % 2 else "",
                              "name": f"Nom {person.word}" if person.quote == "name" else ""})  # fmt: skip
        given = {"take_part": True, "publish": person.publishes, "ask_again": person.agrees, "researchers": True}
        services.consent(story, given, email=person.email)
        story = services.send(story)
        services.decide(story, approve=True, reveals=False, reason="", by=self.moderator)
        person.story, person.sealed = str(story.public_id), story.sealed

    def _use(self, person: Person, use: str) -> None:
        from longuevue.workshop.testimonies.services import take_back_use

        take_back_use(self._story(person), use)

    def _asked(self, person: Person) -> Any:
        from longuevue.workshop.waves.selectors import asked_of_token

        found = asked_of_token(self.post.links[person.number])
        assert found is not None and str(found.story_id) == person.story
        return found

    def _answers(self, person: Person) -> None:
        from longuevue.workshop.testimonies import services
        from longuevue.workshop.waves import services as waves

        if person.answers == "refuse":
            waves.refuse(self._asked(person))
            person.refused = self.clock.day
        elif person.answers in ("tell", "half"):
            story, _ = waves.tell_again(self._asked(person))
            story.kind, story.quote = "came", "anonymous"
            story.save()
            services.keep(story, {"what": f"Encore {person.again_word}."})
            if person.answers == "half":
                return
            services.consent(story, {"take_part": True, "publish": person.publishes})
            services.decide(services.send(story), approve=True, reveals=False, reason="", by=self.moderator)
            person.answered = self.clock.day

    def _withdraws(self, person: Person) -> None:
        """By the private link of the receipt, or by that of a message once there is one."""
        from longuevue.workshop.testimonies import selectors, services
        from longuevue.workshop.waves import services as waves

        if person.messages and person.number % 2:
            waves.take_back_first(self._asked(person))
        else:
            story = selectors.story_of_token(person.link)
            assert story is not None
            services.withdraw(story)
        person.gone = self.clock.day

    def _withdraws_again(self, person: Person) -> None:
        from longuevue.workshop.testimonies import services
        from longuevue.workshop.testimonies.models import Story
        from longuevue.workshop.waves.models import Asked

        line = Asked.objects.get(story_id=person.story)
        services.withdraw(Story.objects.get(public_id=line.answer_id))
        person.answers = "told then withdrew"


def main(folder: Path, count: int, step: int, seed: int) -> dict[str, Any]:
    """The whole simulation, and what is left of those who left."""
    from tests.workshop.five_years_traces import Traces, photograph

    observatory, moderator, clock = opened(folder)
    from longuevue.config.daily import run
    from longuevue.workshop.testimonies.models import Campaign
    from longuevue.workshop.waves import services as waves

    town = people(count, random.Random(seed))
    post = hire(town, clock)
    campaign = Campaign.objects.create(
        observatory=observatory, question="Qu'avez-vous vu changer ?", population="riverains", marker="twinnings",
        opens=START, closes=START + dt.timedelta(days=TELLING), retention=10,
    )  # fmt: skip
    life = Life(observatory, moderator, campaign, post, clock)
    pictures = {TELLING + 200: "first", TELLING + 1500: "second"}
    traces = Traces(folder, observatory, town)
    since = -1
    for day in range(0, END, step):
        clock.day = day
        for person in town:
            life.lives(person, since)
        if since < 3 * 366 <= day:  # the officer prepares the wave in the fourth year
            waves.prepare(campaign)
        list(run())
        for when, name in pictures.items():
            if since < when <= day:
                photograph(folder, observatory, name)
        since = day
    photograph(folder, observatory, "last")
    return {"messages": post.total, "people": [vars_of(one) for one in town], **traces.look()}


def vars_of(person: Person) -> dict[str, Any]:
    """What the test judges by."""
    names = (
        "number", "tells", "agrees", "reach", "answers", "messages", "answered", "refused", "bounced", "gone",
        "asked_no_more", "story",
    )  # fmt: skip
    return {name: getattr(person, name) for name in names}


def restored(folder: Path, count: int, seed: int, day: int) -> dict[str, Any]:
    """In a folder that was put back: who is written to on that day and the hundred that follow."""
    _, _, clock = opened(folder)
    from longuevue.config.daily import run

    town = people(count, random.Random(seed))
    post = hire(town, clock)
    for today in range(day, day + 100, 10):
        clock.day = today
        list(run())
    return {"written": sorted({person.number for person in post.town.values() if person.messages})}


if __name__ == "__main__":
    where = Path(sys.argv[1])
    numbers = [int(text) for text in sys.argv[2:]]
    done = main(where, *numbers) if len(numbers) == 3 else restored(where, numbers[0], numbers[1], numbers[3])
    print(json.dumps(done, ensure_ascii=False))
