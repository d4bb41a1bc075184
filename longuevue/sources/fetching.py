"""Plain downloads of documented addresses, to a temporary folder, then the ordinary reading. No retry, no cleverness."""

from __future__ import annotations

import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from longuevue import __version__
from longuevue.sources.descriptions import FileDescription, SourceDescription, description_of, descriptions
from longuevue.sources.gathering import Progress, load_files
from longuevue.sources.vintages import Delivery, VintageStore
from longuevue.terms.refusal import Refusal

LARGEST_DOWNLOAD = 3 << 30
SECONDS = 60
AGENT = f"longuevue/{__version__} (observatoire de l'internationalisation des territoires)"


def fetch_sources(store: VintageStore, only: Iterable[str], progress: Progress) -> dict[str, Delivery | Refusal]:
    """Download and read the sources named, or every source whose files all have an address."""
    named = [description_of(source_id) for source_id in only]
    chosen = named or [d for d in descriptions().values() if all(f.url for f in d.files.values() if f.required)]
    outcomes: dict[str, Delivery | Refusal] = {}
    for description in chosen:
        store.root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetching-", dir=store.root) as folder:
            try:
                paths = downloaded(description, Path(folder), progress)
                outcomes[description.id] = load_files(store, description, paths, origin="fetch")
            except Refusal as refusal:
                outcomes[description.id] = refusal
    return outcomes


def downloaded(description: SourceDescription, folder: Path, progress: Progress) -> list[Path]:
    """The source's files, fetched from their documented addresses."""
    paths = []
    for name, described in description.files.items():
        if described.url:
            progress(f"{description.id} : {urlsplit(described.url).netloc}…")
            paths.append(_download(described.url, folder / _name(name, described), description.id))
        elif described.required:
            raise Refusal(
                f"Aucune adresse connue pour « {described.match[0]} ».",
                f"Téléchargez-le vous-même, puis : longuevue load {description.id} FICHIER.",
                where=description.id,
            )
    return paths


def downloaded_from(url: str, folder: Path, source_id: str) -> Path:
    """One address that a person gives, fetched under the name that ends it."""
    name = "".join(c if c.isalnum() or c in ".-_" else "_" for c in urlsplit(url).path.rsplit("/", 1)[-1])
    return _download(url, folder / (name.lstrip(".") or "fichier"), source_id)


def _name(name: str, described: FileDescription) -> str:
    """A file name that the description recognises, whatever the address looks like."""
    return described.match[0].replace("*", "-") or name


def _download(url: str, target: Path, source_id: str) -> Path:
    if not url.startswith("https://"):
        raise Refusal(f"Adresse sans chiffrement : {url}.", "Donnez une adresse en https://.", where=source_id)
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer, target.open("wb") as copy:
            size = 0
            while block := answer.read(1 << 20):
                size += len(block)
                if size > LARGEST_DOWNLOAD:
                    raise Refusal("Le téléchargement dépasse 3 Go.", "Prenez un extrait.", where=source_id)
                copy.write(block)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "code", None) or type(error).__name__
        raise Refusal(
            f"{urlsplit(url).netloc} ne répond pas ({reason}).",
            f"Réessayez plus tard, ou téléchargez {url} et lancez longuevue load {source_id} FICHIER.",
            where=source_id,
        ) from None
    return target
