"""Who comes in: accounts, memberships, invitations, private links of residents. What each may do is in the apps' `perms.py`."""
