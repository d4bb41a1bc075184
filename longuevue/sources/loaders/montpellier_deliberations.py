"""The entry of the decisions of Montpellier; the reading is in `deliberations`."""

from longuevue.sources.loaders.deliberations import tidy_montpellier as tidy

__all__ = ["tidy"]
