"""Stories as open data, quoted as each author agreed, and the list of those taken back since, words of debates among them: whoever
copied them removes them.
What may be public was decided before."""

from __future__ import annotations

from typing import Any, Final

from longuevue.edition.reader import Edition

NOTICE: Final = {
    "fr": "Ces récits et ces contributions ont été repris par leurs auteurs, ou retirés. Qui en garde une copie est prié de l'effacer.",
    "en": "These stories and contributions were taken back by their authors, or taken away. Whoever keeps a copy is asked to erase it.",
}
#: not told again: the salt would serve whoever wants to prove what a story said once it is gone
KEPT_BACK: Final = frozenset(("salt",))


def voice_documents(edition: Edition) -> dict[str, Any]:
    """File → document: the stories, and the revocation list whenever the edition ever held one."""
    told = [{name: value for name, value in one.items() if name not in KEPT_BACK} for one in edition.every_voice()]
    files: dict[str, Any] = {"voices.json": told} if told else {}
    if edition.manifest.get("voices") or edition.manifest.get("posts"):
        gone = {"revoked": edition.revoked(), "posts": edition.posts_gone()}
        files["revoked.json"] = {"edition": edition.id, "notice": NOTICE, **gone}
    return files
