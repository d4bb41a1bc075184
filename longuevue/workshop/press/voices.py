"""Stories handed to the next edition, one file each: approved, consented to be public, still under their own key.
What may be shown beside the words is the gate's to say; a story that may no longer be public leaves every edition at once."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from django.utils import timezone

from longuevue.edition.voices import salted, take_out
from longuevue.terms.on_disk import write_whole
from longuevue.workshop.frame.words import catalogue
from longuevue.workshop.observatories.selectors import folder_of
from longuevue.workshop.press.revoking import WAITING, editions_of
from longuevue.workshop.testimonies.kinds import QUESTIONS
from longuevue.workshop.testimonies.models import Story, StoryKey
from longuevue.workshop.testimonies.selectors import counts, public_stories

COUNTS = "workshop/voices-counts.json"


def voices(observatory: Any) -> list[dict[str, Any]]:
    """Each story as the edition reads it, codes beside their words in both languages."""
    texts = {
        key: {"fr": two["fr"], "en": two["en"]} for key, two in catalogue().items() if key.startswith("testimonies.")
    }
    by_id = {
        str(one.public_id): one
        for one in Story.objects.filter(campaign__observatory=observatory).select_related("campaign")
    }
    found = []
    for said in public_stories(observatory):
        story = by_id[said["id"]]
        found.append(
            {
                "id": salted(story.public_id),
                "salt": _salt(story),
                "question": story.campaign.question,
                "kind": story.kind,
                "kind_name": texts.get(f"testimonies.kind_{story.kind}", {}),
                "year": said["year"],
                "age": story.age,
                "age_name": texts[f"testimonies.age_{story.age}"] if story.age else {},
                "area": story.campaign.area,
                "marker": story.campaign.marker,
                "quote": story.quote,
                "signed": said["signed"],
                "words": [
                    {"question": q, "asked": texts[f"testimonies.q_{q}"], "text": said["words"][q]}
                    for q in QUESTIONS
                    if said["words"].get(q)
                ],
            }
        )  # fmt: skip
    return sorted((one for one in found if one["words"]), key=lambda one: one["id"])


def write(observatory: Any) -> int:
    """The files for the next edition, and those that may no longer be public gone from every edition; how many are there."""
    folder = folder_of(observatory)
    (folder / WAITING).mkdir(parents=True, exist_ok=True)
    told = {one["id"]: one for one in voices(observatory)}
    for voice, document in told.items():
        text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        path = folder / WAITING / f"{voice}.json"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text, mode=0o600)
    gone = frozenset(path.stem for path in (folder / WAITING).glob("*.json")) - told.keys()
    for voice in gone:
        (folder / WAITING / f"{voice}.json").unlink()
    for edition in editions_of(folder):
        take_out(edition, gone, timezone.localdate().isoformat())
    write_whole(folder / COUNTS, json.dumps(counts(observatory), sort_keys=True) + "\n", mode=0o600)
    _not_meanwhile(observatory, told)
    return len(told)


def _not_meanwhile(observatory: Any, told: dict[str, Any]) -> None:
    """A story taken back while its file was being written leaves no file."""
    still = {salted(one) for one in StoryKey.objects.filter(story__campaign__observatory=observatory).values_list("story__public_id", flat=True)}  # fmt: skip
    for voice in told.keys() - still:
        (folder_of(observatory) / WAITING / f"{voice}.json").unlink(missing_ok=True)


def _salt(story: Story) -> str:
    """Made from the story's own key, so that it is the same each time and is gone with the key."""
    key = StoryKey.objects.get(story=story).key
    return hmac.new(key.encode(), b"salt of a published story", hashlib.sha256).hexdigest()
