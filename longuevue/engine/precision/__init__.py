"""How sure: standard errors, intervals, precision classes and population floors of what is estimated (§2.3).

Hiding what would identify someone is another room's work (disclosure control); here a figure is only weak or forbidden
by law for its geography.
"""
