"""Members read and propose; moderators correct, confirm that a figure was taken up, bring files in, link two policies."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_member, is_moderator

rules.add_perm("policies.view_policy", is_member)
rules.add_perm("policies.add_policy", is_member)
rules.add_perm("policies.change_policy", is_moderator)
rules.add_perm("policies.confirm_uptake", is_moderator)
rules.add_perm("policies.bring_in", is_moderator)
rules.add_perm("policies.change_group", is_moderator)
