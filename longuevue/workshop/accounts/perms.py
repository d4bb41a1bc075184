"""Who is who in an observatory, and who may invite. The predicates here are the only ones other apps' rules are made of."""

from __future__ import annotations

from typing import Any

import rules

from longuevue.workshop.accounts.models import Membership, Role


def observatory_id_of(thing: Any) -> int | None:
    """The observatory a thing belongs to; an observatory belongs to itself."""
    if thing is None:
        return None
    if thing._meta.label == "observatories.Observatory":
        return thing.pk
    return thing.observatory_id


def membership(user: Any, thing: Any) -> Membership | None:
    """The membership of the person where the thing is, if it is in force."""
    if not user.is_authenticated or not user.is_active:
        return None
    return user.roles().get(observatory_id_of(thing))


def _holds(user: Any, thing: Any, *roles: Any) -> bool:
    mine = membership(user, thing)
    return mine is not None and mine.role in roles


@rules.predicate
def is_operator(user: Any) -> bool:
    """Runs the instance: makes observatories, invites their first manager; reads nobody's records."""
    return bool(user.is_authenticated and user.is_active and user.is_operator)


@rules.predicate
def is_manager(user: Any, thing: Any = None) -> bool:
    return _holds(user, thing, Role.MANAGER)


@rules.predicate
def is_moderator(user: Any, thing: Any = None) -> bool:
    """A moderator, or a manager."""
    return _holds(user, thing, Role.MODERATOR, Role.MANAGER)


@rules.predicate
def is_member(user: Any, thing: Any = None) -> bool:
    return _holds(user, thing, *Role.values)


@rules.predicate
def speaks_for_actor(user: Any, thing: Any = None) -> bool:
    """Came in for an organisation, and the thing is that organisation or hangs on it."""
    mine = membership(user, thing)
    if mine is None or mine.actor_id is None:
        return False
    return mine.actor_id == (thing.pk if thing._meta.label == "actors.Actor" else getattr(thing, "actor_id", None))


@rules.predicate
def promotes_brand(user: Any, thing: Any = None) -> bool:
    """In charge of the territory's brand or communication there."""
    mine = membership(user, thing)
    return mine is not None and mine.promotes_brand


@rules.predicate
def is_resident_here(user: Any, thing: Any = None) -> bool:
    """Came by a private link of that observatory, which is still open."""
    link = getattr(user, "link", None)
    return link is not None and link.observatory_id == observatory_id_of(thing)


rules.add_perm("accounts.view_members", is_manager | is_operator)
rules.add_perm("accounts.invite", is_manager | is_operator)
rules.add_perm("accounts.end_membership", is_manager | is_operator)
rules.add_perm("accounts.use_link", is_resident_here)
