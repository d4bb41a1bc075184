"""Who may read and write actors. Contributors read the directory and write for their own organisation; moderators and managers keep it; contacts are theirs alone."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_manager, is_member, is_moderator, speaks_for_actor

rules.add_perm("actors.view_actors", is_member)
rules.add_perm("actors.change_actors", is_moderator)
#: one entry: its own people may write it; it is then to be approved again
rules.add_perm("actors.change_actor", is_moderator | speaks_for_actor)
rules.add_perm("actors.export_actors", is_moderator)
rules.add_perm("actors.ask_again", is_moderator)
rules.add_perm("actors.publish", is_manager)
