"""Who may open a campaign and read stories before they are public. To tell a story, nobody needs anything."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_manager, is_moderator

rules.add_perm("testimonies.view_stories", is_moderator)
rules.add_perm("testimonies.decide", is_moderator)
rules.add_perm("testimonies.refuse_group", is_moderator)
rules.add_perm("testimonies.open_campaign", is_manager)
