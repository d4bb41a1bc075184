"""The entry of the civil registration of Montpellier; the reading is in `montpellier`."""

from longuevue.sources.loaders.montpellier import tidy_civil_registration as tidy

__all__ = ["tidy"]
