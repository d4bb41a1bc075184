"""Members read the files of requests; moderators and managers keep them."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_member, is_moderator

rules.add_perm("data_requests.view_requests", is_member)
rules.add_perm("data_requests.change_requests", is_moderator)
