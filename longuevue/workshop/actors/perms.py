"""Who may read and write actors. Contributors read the directory; moderators and managers keep it; contacts are theirs alone."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_manager, is_member, is_moderator

rules.add_perm("actors.view_actors", is_member)
rules.add_perm("actors.change_actors", is_moderator)
rules.add_perm("actors.export_actors", is_moderator)
rules.add_perm("actors.ask_again", is_moderator)
rules.add_perm("actors.publish", is_manager)
