"""Stories followed from the workshop to where they are read, then taken back. Called by the test that builds an edition; no test
here. People and words are invented."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from django.test import Client

from longuevue.config.observatory import Observatory
from longuevue.edition.reader import Edition
from longuevue.edition.verify import verify
from longuevue.edition.voices import salted
from longuevue.portal import desk
from longuevue.publish.voices import voice_documents
from longuevue.report.desk import Desk
from longuevue.report.parts.stories import told_stories
from longuevue.workshop.testimonies import services
from longuevue.workshop.testimonies.models import Campaign, Story

MARKER = "cross-border-commuters"
WORDS = "Le boulanger du quai"
NAMED = "Mon atelier a trouvé"


def tell(observatory: Any, moderator: Any) -> None:
    """Six who may be shown together, one with her name, one who refused to be public."""
    campaign = Campaign.objects.create(
        observatory=observatory, question="Qu'avez-vous vu changer ?", population="riverains",
        closes=dt.date(2099, 1, 1), marker=MARKER,
    )  # fmt: skip
    for n in range(6):
        _story(campaign, moderator, f"{WORDS} parle trois langues ({n}).", lost="les anciens" if n % 2 else "")
    _story(campaign, moderator, f"{NAMED} un tourneur.", quote="name", signed="Zoé Valmont")
    _story(campaign, moderator, "Jamais public.", publish=False)


def _story(campaign: Campaign, by: Any, words: str, *, lost: str = "", quote: str = "anonymous", signed: str = "", publish: bool = True) -> Story:  # fmt: skip
    story, _ = services.begin(campaign)
    story.kind, story.age, story.quote = "came", "25_39", quote
    story.save()
    services.keep(story, {"what": words, "lost": lost, "name": signed})
    services.consent(story, {"take_part": True, "publish": publish})
    services.send(story)
    return services.decide(story, approve=True, reveals=False, reason="", by=by)


def everyone_sees_them(edition: Edition) -> None:
    """On the place, beside the figure, on the marker, on paper and in open data: as consented, and no salt."""
    assert len(edition.voices("epci-243400017")) == len(edition.voices_of_marker(MARKER)) == 7
    assert edition.voices("dep-42") == [] and edition.voices("epci-243400017", "twinnings") == []
    for address in (
        "/fr/territoire/epci-243400017/",
        f"/fr/chiffre/{MARKER}/epci-243400017/",
        f"/fr/marqueur/{MARKER}/",
        f"/en/marker/{MARKER}/",
    ):
        page = _text(address)
        assert page.count(WORDS) == 6 and NAMED in page and "Zoé Valmont" in page, address
        assert "Jamais public" not in page
    assert WORDS not in _text("/fr/territoire/dep-42/")
    assert WORDS in str(told_stories(Desk(edition, "epci-243400017"))) and told_stories(Desk(edition, "dep-42")) == []
    documents = voice_documents(edition)
    assert len(documents["voices.json"]) == 7 and documents["revoked.json"]["revoked"] == []
    assert not any("salt" in one for one in documents["voices.json"])


def taken_back_is_gone(edition: Edition, observatory: Observatory, home: Path) -> None:
    """One gesture: every file, page already sent, page of an older edition, paper and list; the manifest is the same bytes."""
    manifest = (edition.path / "manifest.json").read_bytes()
    story = next(one for one in Story.objects.filter(quote="name"))
    address = f"/fr/marqueur/{MARKER}/"
    browser = Client(headers={"accept-encoding": "gzip"})
    before = browser.get(address)
    pinned = browser.get(f"/edition/{edition.id}{address}")
    assert "immutable" not in pinned["Cache-Control"], "a browser would keep for a year what may be taken back"
    services.withdraw(story)
    voice = salted(story.public_id)
    for path in home.rglob("*"):
        if path.is_file() and not path.is_relative_to(home / "private"):
            assert NAMED.encode() not in path.read_bytes(), path
    assert (edition.path / "manifest.json").read_bytes() == manifest
    assert verify(edition.path, recompute=False).faults == []
    assert NAMED not in _text(address) and WORDS in _text(address)
    assert browser.get(address, headers={"if-none-match": before["ETag"]}).status_code == 200
    assert NAMED not in str(told_stories(Desk(edition, "epci-243400017")))
    documents = voice_documents(edition)
    assert documents["revoked.json"]["revoked"] == [voice] and NAMED not in json.dumps(documents, ensure_ascii=False)
    stone = json.loads((edition.path / "voices" / f"{voice}.withdrawn.json").read_text(encoding="utf-8"))
    assert set(stone) == {"id", "withdrawn_on"}
    assert observatory.folder.is_dir()


def lent(edition: Edition, observatory: Observatory, home: Path) -> None:
    """Both, on the pages of that edition."""
    desk.lend(edition)
    try:
        everyone_sees_them(edition)
        taken_back_is_gone(edition, observatory, home)
    finally:
        desk.lend(None)


def _text(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()
