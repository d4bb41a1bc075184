"""The entry of CORDIS; the reading is in `european_programmes`."""

from longuevue.sources.loaders.european_programmes import tidy_cordis as tidy

__all__ = ["tidy"]
