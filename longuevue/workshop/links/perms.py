"""Who may read and write links. Members read; contributors propose and complete; a change of status is the moderators'."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_manager, is_member, is_moderator

rules.add_perm("links.view_link", is_member)
rules.add_perm("links.add_link", is_member)
rules.add_perm("links.change_link", is_moderator)
#: many at once, by a table
rules.add_perm("links.change_links", is_moderator)
rules.add_perm("links.export_links", is_moderator)
rules.add_perm("links.take_starter", is_manager)
rules.add_perm("links.add_network", is_moderator)
rules.add_perm("links.change_network", is_moderator)
rules.add_perm("links.add_card", is_member)
rules.add_perm("links.change_card", is_moderator)
rules.add_perm("links.change_organisation", is_manager)
