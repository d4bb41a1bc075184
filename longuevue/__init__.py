"""Longuevue: observatory of the internationalisation of territories."""

__version__ = "0.1.0"
