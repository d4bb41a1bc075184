"""The closed lists of an effect: its sign for a group, what the authority does about it, what backs it, its grade; two languages.
Which effects exist is the workshop's; what may be said of one is in `workshop/reasoning`."""

from __future__ import annotations

from typing import Final

#: good or bad for a group, as stated by somebody
SIGNS: Final[dict[str, dict[str, str]]] = {
    "positive": {"fr": "bon pour eux", "en": "good for them"},
    "negative": {"fr": "mauvais pour eux", "en": "bad for them"},
    "mixed": {"fr": "bon et mauvais", "en": "good and bad"},
    "disputed": {"fr": "discuté entre eux", "en": "disputed among them"},
}
#: what the authority does about it (founding text, l. 1301-1303)
ROLES: Final[dict[str, dict[str, str]]] = {
    "none": {"fr": "n'intervient pas", "en": "takes no part"},
    "observes": {"fr": "observe", "en": "observes"},
    "regulates": {"fr": "régule", "en": "regulates"},
    "drives": {"fr": "impulse", "en": "drives"},
    "endures": {"fr": "subit", "en": "endures"},
}
#: what a piece of evidence is
KINDS: Final[dict[str, dict[str, str]]] = {
    "testimony": {"fr": "récit d'une personne", "en": "one person's story"},
    "informant": {"fr": "parole d'un acteur", "en": "an actor's word"},
    "document": {"fr": "document", "en": "document"},
    "data": {"fr": "série de données", "en": "data series"},
    "confirmation": {"fr": "avis extérieur", "en": "outside confirmation"},
}
#: what became of an explanation once it was looked at
OUTCOMES: Final[dict[str, dict[str, str]]] = {
    "open": {"fr": "pas encore examinée", "en": "not examined yet"},
    "stands": {"fr": "examinée : elle tient", "en": "examined: it stands"},
    "weakened": {"fr": "examinée : elle faiblit", "en": "examined: it weakens"},
}
INTENDED: Final[dict[str, dict[str, str]]] = {
    "": {"fr": "non dit", "en": "not stated"},
    "intended": {"fr": "recherché", "en": "intended"},
    "unintended": {"fr": "non recherché", "en": "not intended"},
}
#: of whom it is known, as stated by whoever tells the effect (founding text, l. 1066-1090)
VISIBILITY: Final[dict[str, dict[str, str]]] = {
    "": {"fr": "non dit", "en": "not stated"},
    "residents": {"fr": "des habitants le voient", "en": "residents see it"},
    "services": {"fr": "seul un service ou un métier le voit", "en": "only a service or a trade sees it"},
    "untold": {"fr": "personne ne le voyait avant qu'on le raconte", "en": "nobody saw it until it was told"},
}
#: what a service has to do with it
TIES: Final[dict[str, dict[str, str]]] = {
    "feels": {"fr": "le ressent", "en": "feels it"},
    "acts": {"fr": "y agit", "en": "acts on it"},
    "both": {"fr": "le ressent et y agit", "en": "feels it and acts on it"},
}
#: whose service it is
BODIES: Final[dict[str, dict[str, str]]] = {
    "authority": {"fr": "la collectivité", "en": "the authority"},
    "other": {"fr": "un autre organisme", "en": "another body"},
}
#: worked out from the evidence, never typed (methodology of effects)
GRADES: Final[dict[str, dict[str, str]]] = {
    "A": {
        "fr": "deux sources indépendantes, dont un écrit, et une autre explication examinée",
        "en": "two independent sources, one of them written, and another explanation examined",
    },
    "B": {"fr": "une confirmation extérieure et indépendante", "en": "one independent confirmation from outside"},
    "C": {"fr": "au moins deux personnes ou acteurs concordants", "en": "at least two people or actors who agree"},
    "D": {"fr": "une seule parole", "en": "a single voice"},
}
#: shown apart, as « paroles », and in no sum
VOICE: Final = "D"
