"""Members see meetings and their minutes; moderators lead them. A phone needs a code, not a role."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_member, is_moderator

rules.add_perm("tables.view_meetings", is_member)
rules.add_perm("tables.lead_meeting", is_moderator)
