"""Who may see and set an observatory. Whoever promotes the territory's brand may not touch its markers (design §3, rule 8)."""

from __future__ import annotations

import rules

from longuevue.workshop.accounts.perms import is_manager, is_member, is_operator, is_resident_here, promotes_brand

rules.add_perm("observatories.add_observatory", is_operator)
#: knowing that it is here
rules.add_perm("observatories.find_observatory", is_member | is_operator | is_resident_here)
rules.add_perm("observatories.view_observatory", is_member | is_operator)
rules.add_perm("observatories.change_observatory", is_manager)
rules.add_perm("observatories.view_markers", is_member)
rules.add_perm("observatories.change_markers", is_manager & ~promotes_brand)
rules.add_perm("observatories.change_calendar", is_manager)
