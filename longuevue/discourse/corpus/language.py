"""The language of a unit, by its small words: French, or one of those met in French councils.
Too short a text is taken as French; nothing is translated.
"""

from __future__ import annotations

import re

from longuevue.discourse.judge.words import fold

_WORD = re.compile(r"[^\W\d_]+")
_SMALL = {
    "fr": "le la les de des du et en un une est pour dans que qui au aux par sur avec ce cette ne pas nous vous il elle",
    "en": "the of and to in is that for it on with as are this be by from at we you our their not will has have",
    "de": "der die das und ist von zu mit den im fur auf nicht ein eine dem des sich wir werden",
    "es": "el los las y es por con una para que se del su como mas pero este esta al lo muchos",
    "it": "il gli che di e per con una sono della del nel alla dei delle non come anche questo",
    "pt": "o os as e que do da em um uma para com nao por mais dos das seu sua ao",
    "nl": "het een van en in is dat op te zijn met voor niet aan er om ook als door",
    "br": "ar an eus evit gant ur zo hag ouzh dre deus ha da gwir brezhoneg",
    "oc": "lo los las es e per amb dins que de del pels una un aquel aquela son tanben",
    "ca": "els les i amb per als dels aquest aquesta una que es del seva mes tambe",
    "eu": "eta da ez bat du dira egin hau zuen izan den ere baina gure",
    "co": "u a i di e in per chi ghje sò incu da una ma hè",
    "gsw": "isch nit mir ihr vun uff unsri mer hett sinn awwer",
}
_SETS = {name: frozenset(text.split()) for name, text in _SMALL.items()}


def language_of(text: str) -> str:
    """The language's code.

    >>> language_of("The city council has decided to support the project of the school")
    'en'
    """
    words = _WORD.findall(fold(text[:600]))
    if len(words) < 6:
        return "fr"
    scores = {name: sum(word in small for word in words) for name, small in _SETS.items()}
    best = max(scores, key=lambda name: scores[name])
    # Another language must win clearly: French titles are full of names and have few small words.
    if best != "fr" and scores[best] >= 3 and scores[best] > 1.5 * scores["fr"]:
        return best
    return "fr"
