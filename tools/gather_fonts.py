"""Gathers the open fonts of the printed report from npm packages into `longuevue/_assets/fonts` (`make assets`).

Letters are those of Source Sans 3, Noto Sans Arabic and Noto Emoji, all under the SIL Open Font License; a font is
unpacked from its web container and otherwise left as its authors made it.
"""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PACKAGES = HOME / "node_modules"
SOURCE_SANS = "source-sans/WOFF2/TTF/SourceSans3-{}.ttf.woff2"
FONTSOURCE = "@fontsource/{}/files/{}-normal.woff2"
#: name of our file → file of the npm package
FONTS: dict[str, str] = {
    **{f"source-sans-{name.lower()}": SOURCE_SANS.format(name) for name in ("Regular", "It", "Semibold")},
    **{
        f"noto-sans-arabic-{weight}": FONTSOURCE.format("noto-sans-arabic", f"noto-sans-arabic-arabic-{weight}")
        for weight in (400, 600)
    },
    **{f"noto-emoji-{part}": FONTSOURCE.format("noto-emoji", f"noto-emoji-{part}-400") for part in range(11)},
}
#: fonts that the print page carries with it, as they come
WEB = ("source-sans-regular", "source-sans-semibold", "source-sans-it")
NOTICE = (
    "Source Sans 3 : © 2023 Adobe (http://www.adobe.com/), with Reserved Font Name ‘Source’.\n"
    "Noto Sans Arabic : Copyright 2022 The Noto Project Authors.\n"
    "Noto Emoji : Copyright 2013 Google LLC.\n\n"
)


def gather(folder: Path) -> str:
    """Write every font into `folder`, and return the line that says what was done."""
    missing = sorted({name.rsplit("/files", 1)[0] for name in FONTS.values() if not (PACKAGES / name).is_file()})
    if missing:
        raise SystemExit(f"polices : fichiers absents ({', '.join(missing)}). Lancez « npm ci », puis « make assets ».")
    folder.mkdir(parents=True, exist_ok=True)
    stamp, stamp_file = _stamp(), folder / "inputs.sha256"
    whole = all((folder / f"{name}.ttf").is_file() for name in FONTS) and (folder / "OFL.txt").is_file()
    if whole and stamp_file.is_file() and stamp_file.read_text("ascii").strip() == stamp:
        return "assets : polices déjà à jour."
    for name, origin in FONTS.items():
        packed = (PACKAGES / origin).read_bytes()
        (folder / f"{name}.ttf").write_bytes(_unpacked(packed))
        if name in WEB:
            (folder / f"{name}.woff2").write_bytes(packed)
    licence = (PACKAGES / "@fontsource/noto-emoji/LICENSE").read_text("utf-8")
    (folder / "OFL.txt").write_text(NOTICE + licence[licence.index("This Font Software") :], encoding="utf-8")
    stamp_file.write_text(stamp + "\n", "ascii")
    return f"assets : {len(FONTS)} polices écrites."


def _unpacked(packed: bytes) -> bytes:
    """The TrueType font inside a WOFF2 container, its dates left as they are so that the bytes never change."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(packed), recalcTimestamp=False)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _stamp() -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for origin in FONTS.values():
        digest.update((PACKAGES / origin).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    print(gather(HOME / "longuevue" / "_assets" / "fonts"), file=sys.stderr)
