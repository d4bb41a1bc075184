"""A link between a place here and a place elsewhere, its history, and what is owed to residents about it.
Networks are in `networks.py`, the organisation of the authority in `organisation.py`; counting is in files without a database."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from longuevue.terms.strata import LAYER_OF_KIND, LAYERS
from longuevue.workshop.frame.words import later
from longuevue.workshop.links.cards import Card
from longuevue.workshop.links.inventory_models import Inventory, InventoryRow
from longuevue.workshop.links.networks import Membership, Network
from longuevue.workshop.links.organisation import Direction, Organisation
from longuevue.workshop.links.sameness import Sameness

__all__ = [
    "Agreement",
    "Card",
    "Change",
    "Direction",
    "Engagement",
    "Inventory",
    "InventoryRow",
    "Link",
    "Membership",
    "Milestone",
    "Mission",
    "Money",
    "Network",
    "Organisation",
    "Proof",
    "Return",
    "Sameness",
    "ThirdParty",
]

#: a year, a month or a day; empty when nobody knows
date_text = RegexValidator(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$", later("links.bad_date"))


class Kind(models.TextChoices):
    TWINNING = "twinning", later("links.kind_twinning")
    FRIENDSHIP_PACT = "friendship_pact", later("links.kind_friendship_pact")
    DECENTRALISED_COOPERATION = "decentralised_cooperation", later("links.kind_decentralised_cooperation")
    NETWORK = "network", later("links.kind_network")
    PROJECT = "project", later("links.kind_project")


class Status(models.TextChoices):
    ALIVE = "alive", later("links.status_alive")
    DORMANT = "dormant", later("links.status_dormant")
    ENDED = "ended", later("links.status_ended")
    UNKNOWN = "unknown", later("links.status_unknown")


class Layer(models.TextChoices):
    FIRST_EXCHANGES = "first_exchanges", later("links.layer_first_exchanges")
    TWINNING = "twinning", later("links.layer_twinning")
    COOPERATION = "cooperation", later("links.layer_cooperation")
    ATTRACTIVENESS = "attractiveness", later("links.layer_attractiveness")


assert tuple(Layer.values) == LAYERS


class Link(models.Model):
    """Both ends, dates, layer, who bears it. Its status changes by a dated line of `Change`, never in silence."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="world_links")
    #: this end: a territory with its level (`com-34172`), and the body that bears the link
    area = models.CharField(later("links.area"), max_length=80)
    bearer = models.CharField(later("links.bearer"), max_length=200, blank=True)
    involves_authority = models.BooleanField(later("links.involves_authority"), default=True)
    #: the other end
    #: the table that brought it in, if one did
    batch = models.ForeignKey("actors.Batch", models.SET_NULL, null=True, editable=False, related_name="links")
    partner = models.CharField(later("links.partner"), max_length=200)
    country = models.CharField(later("links.country"), max_length=2, blank=True)
    partner_id = models.CharField(later("links.partner_id"), max_length=20, blank=True)
    kind = models.CharField(later("links.kind"), max_length=30, choices=Kind.choices)
    layer = models.CharField(later("links.layer"), max_length=20, choices=Layer.choices, blank=True)
    field = models.CharField(later("links.field"), max_length=40, blank=True)
    start = models.CharField(later("links.start"), max_length=10, blank=True, validators=[date_text])
    end = models.CharField(later("links.end"), max_length=10, blank=True, validators=[date_text])
    status = models.CharField(later("links.status"), max_length=10, choices=Status.choices, default=Status.UNKNOWN)
    languages = models.JSONField(default=list, blank=True)
    aims = models.TextField(later("links.aims"), blank=True)
    local_interest = models.TextField(later("links.local_interest"), blank=True)
    mutual_interest = models.TextField(later("links.mutual_interest"), blank=True)
    vote = models.CharField(later("links.vote"), max_length=200, blank=True)
    #: goals and agendas of `longuevue.terms.agendas` that it serves
    tags = models.JSONField(later("links.tags"), default=list, blank=True)
    #: aims written before any diagnostic were written without one: said on the public page
    aims_before_diagnostic = models.BooleanField(default=False, editable=False)
    origin = models.CharField(max_length=20, default="typed", editable=False)
    origin_note = models.CharField(max_length=300, blank=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    #: the link that stands, when a person said that the two are one
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="merged")

    history = HistoricalRecords(app="links")

    class Meta:
        ordering = ("partner", "country", "pk")

    def __str__(self) -> str:
        return f"{self.bearer or self.area} – {self.partner}"

    @property
    def alive(self) -> bool:
        return self.status not in (Status.ENDED,)

    @property
    def start_year(self) -> int | None:
        return int(self.start[:4]) if self.start else None

    def save(self, *args: object, **kwargs: object) -> None:
        self.layer = self.layer or LAYER_OF_KIND[self.kind]
        super().save(*args, **kwargs)


class OfLink(models.Model):
    """What hangs on a link belongs to its observatory."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    @property
    def observatory_id(self) -> int:
        return self.link.observatory_id


class Change(OfLink):
    """What became of the link, when, why, and whether it was debated. Append-only."""

    class What(models.TextChoices):
        BEGUN = "begun", later("links.change_begun")
        KEPT = "kept", later("links.change_kept")
        WIDENED = "widened", later("links.change_widened")
        REDUCED = "reduced", later("links.change_reduced")
        SLEPT = "slept", later("links.change_slept")
        ENDED = "ended", later("links.change_ended")
        RENEWED = "renewed", later("links.change_renewed")

    day = models.CharField(later("links.day"), max_length=10, blank=True, validators=[date_text])
    what = models.CharField(later("links.what_became"), max_length=10, choices=What.choices)
    reason = models.TextField(later("links.reason"))
    debated = models.BooleanField(later("links.debated"), null=True, blank=True)
    deliberation = models.CharField(later("links.deliberation"), max_length=200, blank=True)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("day", "written_at", "pk")


class Agreement(OfLink):
    """A signed text: parties, vote, day it ends."""

    title = models.CharField(later("links.agreement_title"), max_length=200)
    parties = models.TextField(later("links.parties"))
    signed = models.DateField(later("links.signed"), null=True, blank=True)
    ends = models.DateField(later("links.ends"), null=True, blank=True)
    vote = models.CharField(later("links.vote"), max_length=200, blank=True)
    address = models.URLField(later("links.text_address"), blank=True)

    class Meta:
        ordering = ("ends", "signed", "pk")


class Money(OfLink):
    """Euros engaged in one year. Empty is "nobody said"; 0 is "nothing"."""

    year = models.PositiveSmallIntegerField(later("links.year"), validators=[MinValueValidator(1900)])
    own = models.DecimalField(
        later("links.own"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    co_funded = models.DecimalField(
        later("links.co_funded"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )

    class Meta:
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=("link", "year"), name="one_line_of_money_a_year"),)


class Return(OfLink):
    """What came back, for whom, over which years, on what evidence. None of the four is optional."""

    kind = models.CharField(later("links.return_kind"), max_length=200)
    beneficiary = models.CharField(later("links.beneficiary"), max_length=200)
    years = models.CharField(later("links.years"), max_length=40)
    evidence = models.TextField(later("links.evidence"))

    class Meta:
        ordering = ("pk",)


class Proof(OfLink):
    """What holds up one of the four legs of a partnership, on a day."""

    class Leg(models.TextChoices):
        POLITICAL = "political", later("links.leg_political")
        TECHNICAL = "technical", later("links.leg_technical")
        CITIZEN = "citizen", later("links.leg_citizen")
        INFORMATION = "information", later("links.leg_information")

    leg = models.CharField(later("links.leg"), max_length=12, choices=Leg.choices)
    day = models.DateField(later("links.day"))
    evidence = models.TextField(later("links.evidence"))

    class Meta:
        ordering = ("day", "pk")


class Engagement(OfLink):
    """A service of the authority that takes part."""

    service = models.CharField(later("links.service"), max_length=200)
    what = models.CharField(later("links.what"), max_length=300)
    since = models.CharField(later("links.start"), max_length=10, blank=True, validators=[date_text])

    class Meta:
        ordering = ("since", "service", "pk")


class Milestone(OfLink):
    """What the partner is now able to do by itself."""

    what = models.CharField(later("links.what"), max_length=300)
    day = models.CharField(later("links.day"), max_length=10, blank=True, validators=[date_text])

    class Meta:
        ordering = ("day", "pk")


class Mission(OfLink):
    """A mission to the partner, and what it changed here. A blank is shown: a mission whose lesson nobody told."""

    day = models.CharField(later("links.day"), max_length=10, blank=True, validators=[date_text])
    what = models.CharField(later("links.what"), max_length=300)
    service = models.CharField(later("links.service"), max_length=200, blank=True)
    changed = models.CharField(later("links.changed_here"), max_length=300, blank=True)
    decision = models.CharField(later("links.deliberation"), max_length=200, blank=True)

    class Meta:
        ordering = ("day", "pk")


class ThirdParty(OfLink):
    """Money of others, run by the partner."""

    funder = models.CharField(later("links.funder"), max_length=200)
    amount_eur = models.DecimalField(later("links.amount_eur"), max_digits=14, decimal_places=2, null=True, blank=True)
    what = models.CharField(later("links.what"), max_length=300)

    class Meta:
        ordering = ("funder", "pk")
        verbose_name_plural = "third parties"
