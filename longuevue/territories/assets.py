"""Finds the files that `make assets` gathered: territories of each year, code changes, country outlines.

Making them is `tools/gather_assets.py`; what they mean is told by the modules that read them.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from longuevue.terms.refusal import Refusal

YEARS = (2019, 2023, 2026)
LATEST_YEAR = YEARS[-1]


def assets_folder() -> Path:
    """Where the gathered files are, in a clone as in an installed wheel."""
    return Path(str(files("longuevue"))) / "_assets" / "territories"


def asset(name: str) -> Path:
    """The path of one gathered file, e.g. `units-2026.parquet`."""
    path = assets_folder() / name
    if not path.is_file():
        raise Refusal(
            f"Le fichier des territoires « {name} » est absent.",
            "Lancez « make assets » (il faut Node et l'accès au registre npm), puis recommencez.",
            where=str(path.parent),
        )
    return path


def known_year(year: int) -> int:
    """`year` itself when we hold its code list."""
    if year not in YEARS:
        years = ", ".join(str(y) for y in YEARS)
        raise Refusal(f"Aucun code officiel géographique de {year} n'est disponible.", f"Années disponibles : {years}.")
    return year
