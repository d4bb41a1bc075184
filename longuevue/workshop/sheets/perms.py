"""An organisation fills its own sheets and sees no other; moderators open, read and accept them."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_member, is_moderator, speaks_for_actor

#: the list: a contributor finds there the sheets of its own organisation only
rules.add_perm("sheets.view_sheets", is_member)
rules.add_perm("sheets.open_sheets", is_moderator)
rules.add_perm("sheets.fill_sheet", is_moderator | speaks_for_actor)
rules.add_perm("sheets.decide", is_moderator)
