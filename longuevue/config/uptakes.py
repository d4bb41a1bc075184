"""The diagnostic that later texts may take up: what the editions of an observatory said of a place, ready to be looked for.
Looking for it is done in `discourse`; whether a trace is an effect is for people to say.
"""

from __future__ import annotations

from longuevue.config.observatory import Observatory
from longuevue.discourse.uptake.record import Followed
from longuevue.discourse.uptake.tracing import Diagnostic, Figure, lemmas
from longuevue.terms.refusal import Refusal
from longuevue.terms.spoken import aloud

#: a shorter title (« Jumelages ») is a word of every council: finding it proves nothing
LEAST_WORDS_OF_A_TITLE = 4
#: a smaller whole number is met by chance beside any two words
LEAST_WHOLE_NUMBER = 10


def followed_of(observatory: Observatory, area: str) -> Followed | None:
    """What the edition in force says of this place, and the date of the first edition; None when nothing was built."""
    from longuevue.edition.reader import Edition

    current = observatory.current()
    if current is None:
        return None
    edition = Edition.open(current)
    try:
        readings = edition.portrait(area)["readings"]
    except Refusal:
        return None
    shown = [reading for reading in readings if reading["value"] is not None]
    markers = {marker["id"]: marker for marker in edition.markers()}
    figures, sentences = [], []
    for reading in shown:
        marker = markers[reading["marker"]]
        value = round(float(reading["value"]), int(marker["unit"].get("decimals", 0)))
        if value >= LEAST_WHOLE_NUMBER or not value.is_integer():
            figures.append(Figure(marker["id"], value, marker["unit"]["fr"], (marker["label"]["fr"],)))
        sentences.append(aloud(reading, marker))
    titles = [
        (ident, marker["label"]["fr"])
        for ident, marker in markers.items()
        if len(set(lemmas(marker["label"]["fr"]))) >= LEAST_WORDS_OF_A_TITLE
    ]
    names = (observatory.settings.name,) if len(observatory.settings.name.split()) > 1 else ()
    return Followed(Diagnostic(names, tuple(titles), tuple(figures), tuple(sentences)), _first_date(observatory))


def _first_date(observatory: Observatory) -> str:
    from longuevue.edition.reader import Edition

    dates = []
    for folder in observatory.editions.iterdir():
        if folder.is_dir() and not folder.name.startswith("."):
            try:
                dates.append(Edition.open(folder).date)
            except Refusal:  # an unfinished or a broken edition was read by nobody
                continue
    return min(dates)
