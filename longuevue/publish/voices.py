"""Stories as open data, quoted as each author agreed, and the list of those taken back since: whoever copied them removes them.
What may be public was decided before."""

from __future__ import annotations

from typing import Any, Final

from longuevue.edition.reader import Edition

NOTICE: Final = {
    "fr": "Ces récits ont été repris par leurs auteurs. Qui en garde une copie est prié de l'effacer.",
    "en": "These stories were taken back by their authors. Whoever keeps a copy is asked to erase it.",
}
#: not told again: the salt would serve whoever wants to prove what a story said once it is gone
KEPT_BACK: Final = frozenset(("salt",))


def voice_documents(edition: Edition) -> dict[str, Any]:
    """File → document: the stories, and the revocation list whenever the edition ever held one."""
    told = [{name: value for name, value in one.items() if name not in KEPT_BACK} for one in edition.every_voice()]
    files: dict[str, Any] = {"voices.json": told} if told else {}
    if edition.manifest.get("voices"):
        files["revoked.json"] = {"edition": edition.id, "notice": NOTICE, "revoked": edition.revoked()}
    return files
