"""Statuses and reasons in plain words, in both languages. Which reading has which is decided in the engine."""

from __future__ import annotations

from typing import Final

STATUS_WORDS: Final[dict[str, dict[str, str]]] = {
    "ok": {"fr": "chiffre établi", "en": "established figure"},
    "estimated": {"fr": "estimation", "en": "estimate"},
    "partial": {"fr": "chiffre partiel", "en": "partial figure"},
    "low_precision": {"fr": "peu précis", "en": "low precision"},
    "suppressed": {"fr": "valeur protégée", "en": "protected value"},
    "not_available": {"fr": "pas disponible ici", "en": "not available here"},
    "not_applicable": {"fr": "sans objet ici", "en": "does not apply here"},
    "not_observed": {"fr": "personne ne regarde", "en": "nobody looks"},
}

REASON_WORDS: Final[dict[str, dict[str, str]]] = {
    "never_looked_for": {"fr": "personne ne l'a encore demandé", "en": "nobody has asked yet"},
    "no_source": {"fr": "aucune source n'est chargée", "en": "no source is loaded"},
    "source_closed": {"fr": "la source existe mais elle est fermée", "en": "the source exists but is closed"},
    "suppressed": {"fr": "protégée pour ne désigner personne", "en": "protected so as to point at nobody"},
    "scale_too_small": {
        "fr": "le territoire est trop petit pour cette source",
        "en": "the place is too small for this source",
    },
    "not_in_register": {"fr": "absent du registre, qui est ouvert", "en": "absent from the register, which is open"},
    "undefined": {"fr": "aucun total honnête ne peut être fait ici", "en": "no honest total can be made here"},
    "no_such_object": {"fr": "il n'y a rien de tel ici", "en": "there is no such thing here"},
    "open_register": {"fr": "registre ouvert : au moins cela", "en": "open register: at least this"},
    "incomplete_members": {"fr": "une partie des communes manque", "en": "some communes are missing"},
    "estimated_split": {"fr": "reconstitué à partir d'une part", "en": "rebuilt from a share"},
    "estimated_country": {"fr": "pays estimé d'après le nom", "en": "country estimated from the name"},
}


def status_words(status: str, language: str = "fr") -> str:
    """A status in words."""
    return STATUS_WORDS[status][language]


def reason_words(reason: str, language: str = "fr") -> str:
    """A reason in words."""
    return REASON_WORDS[reason][language]
