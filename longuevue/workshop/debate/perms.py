"""Anyone reads a room that was approved, writes in it and votes; members answer for the authority; moderators open and record."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_member, is_moderator

rules.add_perm("debate.view_rooms", is_member)
rules.add_perm("debate.answer", is_member)
rules.add_perm("debate.open_room", is_moderator)
rules.add_perm("debate.lead_room", is_moderator)
