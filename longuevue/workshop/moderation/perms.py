"""Members propose and see what became of it; moderators and managers decide, read the journal and undo."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_manager, is_member, is_moderator

rules.add_perm("moderation.view_queue", is_member)
rules.add_perm("moderation.submit", is_member)
rules.add_perm("moderation.decide", is_moderator)
rules.add_perm("moderation.view_journal", is_moderator)
rules.add_perm("moderation.undo", is_moderator)
#: two of them are needed: services say so
rules.add_perm("moderation.remove", is_manager)
