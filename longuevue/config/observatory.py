"""An observatory is a folder with an `observatory.toml`: reading it, finding it, making a new one. Nothing is built here."""

from __future__ import annotations

import datetime as dt
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from longuevue.config.theme import Theme
from longuevue.terms.refusal import Refusal
from longuevue.territories.areas import AreaRef
from longuevue.territories.catalogue import Catalogue, load_catalogue
from longuevue.territories.perimeters import Perimeter, parse_perimeter, read_perimeter, shipped_perimeters

FILE = "observatory.toml"
#: what the workshop decided; read over `observatory.toml`, which stays the person's own
DECIDED = "workshop/settings.toml"
DEMO_TOML = """# L'observatoire de démonstration : les chiffres de départ, deux territoires.
name = "Longuevue, démonstration"
perimeter = ["epci-243400017", "per-grand-geneve"]
languages = ["fr", "en"]
questions = ["international-students-share", "twinnings", "immigrant-residents-share"]
"""


class EngineSettings(BaseModel):
    """Which database computes; `master` and `scratch` only concern Spark (docs/how-to/national-operator-spark.md)."""

    model_config = ConfigDict(extra="forbid")
    name: str = "duckdb"
    master: str | None = None
    scratch: str | None = None


class Settings(BaseModel):
    """What `observatory.toml` may say. Other rooms read their own tables through `tables`."""

    model_config = ConfigDict(extra="allow")
    name: Annotated[str, Field(min_length=1, max_length=200)]
    perimeter: list[str] = Field(default_factory=list)
    languages: list[str] = Field(default_factory=lambda: ["fr", "en"])
    questions: list[str] = Field(default_factory=list)
    date: dt.date | None = None
    #: a folder that stands for the internet, from the observatory's own when the path is relative
    mirror: Annotated[str, Field(min_length=1)] | None = None
    engine: EngineSettings = EngineSettings()
    theme: Theme | None = None
    #: markers of very high sensitivity that the manager turned on, each with the written reason
    sensitive: dict[str, Annotated[str, Field(min_length=10)]] = Field(default_factory=dict)


class Observatory:
    """One observatory: its folder and its settings."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings

    @property
    def editions(self) -> Path:
        return self.folder / "editions"

    @property
    def own_markers(self) -> Path:
        return self.folder / "markers"

    def mirror(self) -> Path | None:
        """The folder that stands for the internet, when the settings name one. Raises `Refusal` when it is not there."""
        if self.settings.mirror is None:
            return None
        folder = self.folder / Path(self.settings.mirror).expanduser()
        if not folder.is_dir():
            raise Refusal(
                f"Le dossier « {self.settings.mirror} », donné par « mirror », n'existe pas.",
                "Corrigez cette ligne, ou retirez-la.",
                where=str(self.folder / FILE),
            )
        return folder

    def perimeters(self) -> tuple[Perimeter, ...]:
        """The named perimeters written in the folder's `perimeters/`."""
        return tuple(read_perimeter(path) for path in sorted((self.folder / "perimeters").glob("*.yaml")))

    def catalogue(self) -> Catalogue:
        """Territories of the latest code list, with this observatory's perimeters."""
        return load_catalogue(perimeters=self.perimeters())

    def tables(self) -> dict[str, Any]:
        """Tables of `observatory.toml` that other rooms define (`disclosure`, `elections`…)."""
        return dict(self.settings.model_extra or {})

    def current(self) -> Path | None:
        """The edition in force, or None when nothing was built yet."""
        pointer = self.editions / "current"
        try:
            folder = self.editions / pointer.read_text(encoding="utf-8").strip()
        except OSError:
            return None
        return folder if folder.is_dir() else None


def read_observatory(folder: Path) -> Observatory:
    """The observatory in that folder. Raises `Refusal` naming the line of what is wrong in `observatory.toml`."""
    path = folder / FILE
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        if (folder / DECIDED).is_file():
            path = folder / DECIDED
            tables |= tomllib.loads(path.read_text(encoding="utf-8"))
        settings = Settings.model_validate(tables)
    except FileNotFoundError:
        raise Refusal(
            f"Il n'y a pas d'observatoire dans « {folder} ».", "Créez-en un : longuevue init DOSSIER --perimeter CODE."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("Le fichier ne se lit pas.", "Enregistrez-le en UTF-8.", where=str(path)) from error
    except tomllib.TOMLDecodeError as error:
        raise Refusal(f"Le fichier n'est pas du TOML ({error}).", "Corrigez cette ligne.", where=str(path)) from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise Refusal(
            f"« {key} » contient « {str(first.get('input'))[:60]} », qui n'est pas admis ici.",
            "Voyez docs/reference/observatory.md.",
            where=str(path),
        ) from None
    return Observatory(folder, settings)


def find_observatory(start: Path | None = None) -> Observatory:
    """The observatory one stands in, else the one named by LONGUEVUE_OBSERVATORY, else the demonstration's."""
    named = os.environ.get("LONGUEVUE_OBSERVATORY")
    if start is None and named:
        return read_observatory(Path(named))
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / FILE).is_file():
            return read_observatory(folder)
    if start is not None:
        return read_observatory(start)
    return demo_observatory()


def demo_observatory() -> Observatory:
    """The demonstration's observatory, made on first use in the person's own data folder (or LONGUEVUE_HOME)."""
    home = os.environ.get("LONGUEVUE_HOME")
    data = Path(home) if home else Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "longuevue"
    folder = data / "demo"
    if not (folder / FILE).is_file():
        _write_new(folder, DEMO_TOML)
    return read_observatory(folder)


def init_observatory(folder: Path, codes: Sequence[str], *, name: str | None = None) -> Observatory:
    """A new observatory in `folder` for these territories. Refuses a folder that already holds one, and unknown codes.

    Several codes make one named perimeter, `per-observatoire`, written in `perimeters/`, unless they overlap: then each
    is followed by itself and nothing is added up.
    """
    if (folder / FILE).exists():
        raise Refusal(f"« {folder} » est déjà un observatoire.", "Choisissez un autre dossier.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"« {folder} » existe et n'est pas vide.", "Choisissez un dossier neuf.")
    catalogue = load_catalogue()
    refs = list(dict.fromkeys(catalogue.parse(code) for code in codes))
    places = [catalogue.territory(ref) for ref in refs]
    title = name or "Observatoire de " + ", ".join(place.name for place in places[:3])
    together = _together(catalogue, refs, title)
    listed = ", ".join((['"per-observatoire"'] if together else []) + [f'"{ref}"' for ref in refs])
    toml = (
        f"# Un observatoire de l'internationalisation. Ce fichier est tout son réglage.\n"
        f'name = {_quoted(title)}\nperimeter = [{listed}]\nlanguages = ["fr", "en"]\n'
        'questions = ["international-students-share", "twinnings", "immigrant-residents-share"]\n\n'
        "# [sensitive]\n"
        "# Un marqueur très sensible ne s'allume que par une raison écrite :\n"
        '# refugees-welcomed = "délibération du …, avis du délégué à la protection des données"\n'
    )
    _write_new(folder, toml)
    if together:
        (folder / "perimeters" / "observatoire.yaml").write_text(together, encoding="utf-8")
    return read_observatory(folder)


def _together(catalogue: Catalogue, refs: Sequence[AreaRef], title: str) -> str:
    """The file of the perimeter that these places make together; nothing for one place, or when two overlap.

    A named perimeter among them brings its own members, with their shares.
    """
    lines = [line for ref in refs for line in _as_members(catalogue, ref)]
    names = f"{{fr: {_quoted(title)}, en: {_quoted(title)}}}"
    text = f"slug: observatoire\nname: {names}\nmembers:\n" + "".join(f"  - {line}\n" for line in lines)
    if len(refs) < 2:
        return ""
    try:
        load_catalogue(perimeters=(parse_perimeter(text, "observatoire.yaml"),))
    except Refusal:
        return ""
    return text


def _as_members(catalogue: Catalogue, ref: AreaRef) -> list[str]:
    if ref.level != "perimeter":
        country = "FR" if ref.level != "lau" else ref.code[:2]
        return [f'{{country: {country}, level: {ref.level}, code: "{ref.code}"}}']
    return [
        f'{{country: {one.country}, level: {one.level}, code: "{one.code}", share: {one.share}}}'
        for perimeter in shipped_perimeters()
        if perimeter.slug == ref.code
        for one in perimeter.declared
    ]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write_new(folder: Path, toml: str) -> None:
    try:
        for inside in ("markers", "perimeters", "sources", "editions"):
            (folder / inside).mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(toml, encoding="utf-8")
    except OSError as error:
        raise Refusal(f"Impossible d'écrire dans « {folder} ».", "Vérifiez le disque et les droits.") from error
