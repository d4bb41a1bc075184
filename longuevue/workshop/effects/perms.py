"""Members read and propose effects; whoever wrote one completes it, and so do moderators. What becomes public is moderation's."""

from __future__ import annotations

from typing import Any

import rules

from longuevue.workshop.accounts.perms import is_member, is_moderator


@rules.predicate
def wrote_it(user: Any, effect: Any = None) -> bool:
    """Wrote this effect, and is still a member."""
    return effect is not None and getattr(effect, "made_by_id", None) == user.pk


rules.add_perm("effects.view_effect", is_member)
rules.add_perm("effects.add_effect", is_member)
rules.add_perm("effects.change_effect", is_moderator | (is_member & wrote_it))
