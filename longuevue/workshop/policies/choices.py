"""The closed lists of the app: who decides, who raises a matter, what becomes of a commitment, where a record came from."""

from __future__ import annotations

from django.db import models

from longuevue.workshop.frame.words import later


class Decider(models.TextChoices):
    """Who decided: what is endured here was often decided elsewhere."""

    AUTHORITY = "authority", later("policies.decider_authority")
    OTHER = "other", later("policies.decider_other")
    STATE = "state", later("policies.decider_state")
    EUROPE = "europe", later("policies.decider_europe")
    PRIVATE = "private", later("policies.decider_private")
    UNKNOWN = "unknown", later("policies.decider_unknown")


class Raiser(models.TextChoices):
    """Who first spoke of the matter; the names are those of the meter."""

    AUTHORITY = "authority", later("policies.raiser_authority")
    ELECTED = "elected", later("policies.raiser_elected")
    PARTIES = "parties", later("policies.raiser_parties")
    CITIZENS = "citizens", later("policies.raiser_citizens")
    ASSOCIATIONS = "associations", later("policies.raiser_associations")
    UNIONS = "unions", later("policies.raiser_unions")


class Status(models.TextChoices):
    """Where a commitment stands. Done is said by the authority; done with a proof is counted."""

    ANNOUNCED = "announced", later("policies.status_announced")
    DECIDED = "decided", later("policies.status_decided")
    UNDER_WAY = "under_way", later("policies.status_under_way")
    DONE = "done", later("policies.status_done")
    DROPPED = "dropped", later("policies.status_dropped")


class Origin(models.TextChoices):
    """How a council decision came in."""

    TYPED = "typed", later("policies.origin_typed")
    SCDL = "scdl", later("policies.origin_scdl")
    METER = "meter", later("policies.origin_meter")
    DECIDIM = "decidim", later("policies.origin_decidim")


class Taking(models.TextChoices):
    """How a decision takes the diagnostic up: the meter's three kinds of trace."""

    CITATION = "citation", later("policies.taking_citation")
    FIGURE = "figure", later("policies.taking_figure")
    PARAPHRASE = "paraphrase", later("policies.taking_paraphrase")


class GroupKind(models.TextChoices):
    """Who sits in a working group."""

    POLITICAL = "political", later("policies.group_political")
    TECHNICAL = "technical", later("policies.group_technical")
    CITIZEN = "citizen", later("policies.group_citizen")
    MIXED = "mixed", later("policies.group_mixed")
