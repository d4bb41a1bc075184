"""What leaves on paper, as open data, as a site of files and as a map: the planted figures are withheld in every file."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longuevue.config.django_settings")

import django

django.setup()

from django.test import Client, override_settings  # noqa: E402

from longuevue.config.gate import ledger_of  # noqa: E402
from longuevue.edition.audit import audit_edition  # noqa: E402
from longuevue.edition.exits import leaks_in, text_of  # noqa: E402
from longuevue.edition.maps import signs  # noqa: E402
from longuevue.edition.reader import Edition  # noqa: E402
from longuevue.engine.disclosure.cells import CellKey  # noqa: E402
from longuevue.engine.disclosure.ledger import Ledger  # noqa: E402
from longuevue.portal import desk, site  # noqa: E402
from longuevue.portal.routes import Links  # noqa: E402
from longuevue.publish.folder import publish  # noqa: E402
from longuevue.report.papers import CARD_FORMS, FORMS, PAPERS, made  # noqa: E402
from tests.disclosure.guarded import COUNTRIES, EPCI, MARKERS, built, observatory  # noqa: E402

#: reduced: each form once, each kind once
_FEW = [*(("report", form) for form in FORMS), ("brief", "pdf"), ("magazine", "docx"), ("questions", "html")]
_COLOURS = {shade for shades in signs.SHADES.values() for shade in shades}
_SHAPE = re.compile(r'<path d="([^"]*)" fill="([^"]*)"')


def hidden_communes(secrets: dict[CellKey, float]) -> list[str]:
    """Communes whose own figure is withheld: the ledger also holds differences of measures, which no page states."""
    return sorted({k.area for k in secrets if (k.area[:4], k.measure, k.counterpart) == ("com-", "care_abroad", "W")})


def papers(folder: Path, path: Path, areas: list[str], *, whole: bool) -> int:
    """Every paper of the edition at `path` in every form, or each form once; how many were written."""
    edition = Edition.open(path)
    wanted = [(kind, form) for kind in PAPERS for form in FORMS] if whole else _FEW
    wanted += [("card", form) for form in CARD_FORMS]
    folder.mkdir(parents=True)
    for area in areas:
        for language in ("fr", "en") if whole else ("fr",):
            for kind, form in wanted:
                (folder / f"{area}-{kind}-{language}.{form}").write_bytes(made(edition, area, kind, form, language))
    return len(list(folder.iterdir()))


def produce(folder: Path, path: Path, areas: list[str], *, whole: bool) -> None:
    """Papers, open data, and the pages of these places as files."""
    papers(folder / "papiers", path, areas, whole=whole)
    publish(Edition.open(path), folder / "donnees")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "_paths", lambda *asked: filter(_of_the_whole if whole else _of_the_few, _ALL(*asked)))
        site.export(path, folder / "site", places=[*areas, f"epci-{EPCI}"])


#: the pages of a site that exports choose; tables of 35 000 communes run over hundreds of pages, of which some are kept
_ALL = site._paths


def _of_the_whole(path: str) -> bool:
    return re.search(r"/page-(?!\d/)", path) is None


def _of_the_few(path: str) -> bool:
    places = re.search(r"/(?:marqueur/[^/]+/.|territoire/|chiffre/)", path) is not None
    return (
        path.startswith("/fr/") and "/page-" not in path and (places or path.count("/") < 4) and "/communes" not in path
    )


def test_a_paper_a_table_or_a_file_of_the_site_gives_a_withheld_figure(guarded, secrets, tmp_path, counts, prove):
    owner, path = guarded
    areas = hidden_communes(secrets)[: counts(1, 4)]
    produce(tmp_path, path, areas, whole=counts(0, 1) == 1)
    report = audit_edition(path, ledger=Ledger(ledger_of(owner.folder)), exports=[tmp_path])
    figure = f"withheld figures met in papers, open data and files of the site, {report.files_read} files"
    prove(figure, value=len(report.faults), bar="0", holds=report.faults == [])
    written = {file.suffix for file in tmp_path.rglob("*") if file.is_file()}
    assert written >= {".pdf", ".docx", ".odt", ".html", ".json", ".csv", ".parquet", ".svg", ".jsonld"}
    assert report.files_read > 60 and report.counts_told > 0
    # the walk can see: the paper of a place whose figure is withheld says so, in each form made for reading
    for form in ("pdf", "docx", "odt", "html"):
        words = text_of(tmp_path / "papiers" / f"{areas[0]}-report-fr.{form}")
        assert "protégée" in words, form
    edition = Edition.open(path)
    assert {edition.reading(MARKERS[0], area)["status"] for area in areas} == {"suppressed"}


def test_with_the_gate_off_the_same_walk_finds_the_planted_figures_on_paper_in_data_and_site(
    open_door, secrets, tmp_path, counts
):
    produce(tmp_path, open_door, hidden_communes(secrets)[:1], whole=False)
    leaks, _ = leaks_in(tmp_path, secrets)
    where = {leak.where for leak in leaks}
    told = {Path(name).suffix for name in where if name.startswith("papiers/")}
    assert told >= {".pdf", ".docx", ".odt", ".html", ".json", ".csv"}, sorted(where)[:20]
    assert {Path(name).suffix for name in where if name.startswith("donnees/")} >= {".csv", ".parquet", ".json"}
    assert any(name.startswith("site/") and name.endswith(".html") for name in where)


def test_tables_handed_out_apart_give_a_withheld_figure_once_joined(guarded, secrets, open_door, tmp_path):
    """The attack uses what exported tables tell: a withheld figure stated there is seen, whatever its row says."""
    owner, path = guarded
    publish(Edition.open(open_door), tmp_path / "donnees")
    ledger = Ledger(ledger_of(owner.folder))
    table = next((tmp_path / "donnees").rglob(f"{MARKERS[0]}.csv"))
    report = audit_edition(path, ledger=ledger, exports=[table])
    stated = [fault for fault in report.faults if "tableau exporté" in fault]
    assert len(stated) >= len(hidden_communes(secrets)) > 0


def fill_of(shapes: list[tuple[str, str]], outline: str) -> list[str]:
    """The fills laid on a shape."""
    return [fill for path, fill in shapes if outline in path]


def test_a_map_colours_a_withheld_place_by_its_value(guarded, open_door, secrets):
    edition, bare = Edition.open(guarded[1]), Edition.open(open_door)
    hidden = {name.partition("-")[2] for name in hidden_communes(secrets)}
    for marker in MARKERS:
        readings = {r["ref_area"]: r for r in edition.table(marker, "commune")}
        withheld = sorted(code for code in hidden if readings[code]["status"] == "suppressed")
        assert withheld
        drawing = edition.atlas.choropleth(marker, "commune")
        inside = edition.atlas.choropleth(marker, "commune", within=f"epci-{EPCI}")
        sheet = edition.atlas.sheet("commune")
        shapes = _SHAPE.findall(drawing.svg(whole=True))
        open_shapes = _SHAPE.findall(bare.atlas.choropleth(marker, "commune").svg())
        for code in withheld:
            assert drawing.fills[code] == inside.fills[code] == "suppressed"
            assert fill_of(shapes, sheet.paths[code]) == ["url(#map-suppressed-10)"]
            assert set(fill_of(open_shapes, sheet.paths[code])) & _COLOURS  # with the gate off, a class of values
        for one in (drawing, inside):
            counted = {line.pattern: line.count for line in one.legend}
            in_classes = sum(line.count for line in one.legend if not line.pattern)
            assert counted["suppressed"] == sum(fill == "suppressed" for fill in one.fills.values())
            assert in_classes + counted.get("zero", 0) == one.valued


def test_the_world_map_says_that_a_withheld_partner_is_not_one(guarded, secrets):
    edition = Edition.open(guarded[1])
    seen = 0
    for area in sorted({key.area for key in secrets if key.counterpart in COUNTRIES}):
        rows = {r["counterpart_area"]: r for r in edition.counterparts(MARKERS[0], area)}
        withheld = [code for code, row in rows.items() if row["status"] == "suppressed" and code in COUNTRIES]
        drawing = edition.atlas.partners(MARKERS[0], area)
        lines = {line.pattern: line.count for line in drawing.legend}
        assert lines.get("suppressed", 0) == len(withheld)
        assert ("url(#map-suppressed" in drawing.body) == bool(withheld)
        seen += len(withheld)
    assert seen > 0


def test_tiles_hold_more_than_outlines(guarded, secrets):
    """Codes and shapes only: nothing that changes from a marker to the next."""
    edition = Edition.open(guarded[1])
    levels = edition.atlas.tiled_levels()
    assert levels
    for level in levels:
        path = edition.atlas.tiles(level)
        assert path is not None
        words = text_of(path)
        assert words and not any(marker in words for marker in MARKERS)
        assert not re.search(r"value|numerator|status|fill", words.split("\n", 2)[-1][:200_000])


def walk(folder: Path, addresses: Iterator[str], visit: Callable[[str], object]) -> list[str]:
    """Each answer written to a file, the address first; those that answered."""
    folder.mkdir()
    opened = []
    for number, address in enumerate(addresses):
        response = visit(address)
        if response.status_code == 200:
            kind = next((k for k in (".svg", ".json") if address.endswith(k)), ".html")
            (folder / f"{number:03d}{kind}").write_bytes(response.content)
            (folder / f"{number:03d}.txt").write_text(address, encoding="utf-8")
            opened.append(address)
        else:
            assert response.status_code in (301, 302, 404), (response.status_code, address)
    return opened


def test_changes_between_editions_tell_a_withheld_figure(communes, tmp_path):
    owner = observatory(tmp_path / "deux")
    first, second = built(owner, communes), built(owner, communes, revised=4)
    ids = [Edition.open(path).id for path in (first, second)]
    secrets = {k: s.value for e in Ledger(ledger_of(owner.folder)).entries for k, s in e.withheld.items()}
    addresses = [links.to("changes", old=a, new=b) for links in (Links("fr"), Links("en")) for a, b in (ids, ids[::-1])]
    with override_settings(LONGUEVUE_EDITION=str(owner.folder)):
        desk._current = None
        opened = walk(tmp_path / "pages", iter(addresses), Client().get)
    desk._current = None
    assert opened == addresses
    assert leaks_in(tmp_path / "pages", secrets)[0] == []
    text = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "pages").glob("*.html"))
    assert MARKERS[0] in text
    shutil.rmtree(tmp_path / "deux")
