"""Moderators bring Decidim's tables in and take them out."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_moderator

rules.add_perm("decidim.exchange", is_moderator)
