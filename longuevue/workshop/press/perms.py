"""What leaves the workshop is the manager's decision."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_manager

rules.add_perm("press.publish", is_manager)
