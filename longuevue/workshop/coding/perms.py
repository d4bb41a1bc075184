"""Members read books of codes and vote; moderators make them, open rounds and settle. A round is coded by its coders alone."""

from __future__ import annotations

from typing import Any

import rules

from longuevue.workshop.accounts.perms import is_member, is_moderator


@rules.predicate
def codes_it(user: Any, thing: Any = None) -> bool:
    """One of the coders of this round."""
    return thing is not None and user.is_authenticated and thing.coders.filter(user=user).exists()


rules.add_perm("coding.view", is_member)
rules.add_perm("coding.manage", is_moderator)
rules.add_perm("coding.code", is_member & codes_it)
rules.add_perm("coding.vote", is_member)
