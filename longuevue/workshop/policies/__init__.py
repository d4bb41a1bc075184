"""Policies, council decisions and commitments: what was decided, on which figure, and what became of it."""
