"""Members read and propose events; moderators correct them, bring calendars in and keep the logs of visibility."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_member, is_moderator

rules.add_perm("agenda.view_event", is_member)
rules.add_perm("agenda.add_event", is_member)
rules.add_perm("agenda.change_event", is_moderator)
