"""Accounts, memberships with a role, invitations by code, private links of residents. Rules are in `perms.py`."""

from __future__ import annotations

import uuid
from typing import Any

import rules
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from longuevue.workshop.frame.words import later


class Role(models.TextChoices):
    """What one is in an observatory. The operator of the instance is no member: it is written on the account."""

    CONTRIBUTOR = "contributor", later("accounts.role_contributor")
    MODERATOR = "moderator", later("accounts.role_moderator")
    MANAGER = "manager", later("accounts.role_manager")


class Users(BaseUserManager):
    """Accounts are made by invitation, or by the command line for the first operator."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        user = self.model(email=email.strip().lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person: an address of mail, a name shown to the other members, nothing more."""

    email = models.EmailField(later("accounts.email"), unique=True)
    name = models.CharField(later("accounts.name"), max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    joined = models.DateTimeField(default=timezone.now)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # noqa: RUF012 -- Django's own name

    class Meta:
        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def has_perm(self, permission: str, thing: Any = None) -> bool:
        """One layer of permissions: the rules."""
        return bool(self.is_active and rules.has_perm(permission, self, thing))

    def roles(self) -> dict[int, Membership]:
        """Observatory → membership, read once for a request."""
        if not hasattr(self, "_roles"):
            self._roles = {m.observatory_id: m for m in self.memberships.filter(ended=None)}
        return self._roles


class Membership(models.Model):
    """One person's role in one observatory. Ended, never deleted: the journal must still say who did what."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="memberships")
    role = models.CharField(later("accounts.role"), max_length=20, choices=Role.choices)
    #: in charge of the territory's brand or communication: may then not touch markers (design §3, rule 8)
    promotes_brand = models.BooleanField(later("accounts.promotes_brand"), default=False)
    #: the organisation a contributor speaks for, and no other
    actor = models.ForeignKey("actors.Actor", models.SET_NULL, null=True, blank=True, related_name="speakers")
    since = models.DateTimeField(default=timezone.now)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("user__name", "user__email")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "observatory"), condition=models.Q(ended=None), name="one_role_per_observatory"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class Invitation(models.Model):
    """A code that opens one role in one observatory, once. Only its fingerprint is kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="invitations")
    role = models.CharField(later("accounts.role"), max_length=20, choices=Role.choices)
    promotes_brand = models.BooleanField(later("accounts.promotes_brand"), default=False)
    actor = models.ForeignKey("actors.Actor", models.SET_NULL, null=True, blank=True, related_name="+")
    #: empty: by a printed letter
    email = models.EmailField(later("accounts.email"), blank=True)
    addressee = models.CharField(later("accounts.addressee"), max_length=200)
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.addressee

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.cancelled_at is None and self.expires > timezone.now()


class PrivateLink(models.Model):
    """A resident's door without an account: a link that can be closed at any time. Only its fingerprint is kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    observatory = models.ForeignKey("observatories.Observatory", models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return str(self.public_id)
