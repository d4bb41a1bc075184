"""fetch, load and sources by the command line: what they print is for a person, what `--json` gives for a program."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from longuevue.cli import run
from longuevue.config.observatory import init_observatory
from tests.sources.bench import write

HEAD = "year,coo_iso,coa_iso,app_type,applied\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An observatory of Valmont's own, where the commands are typed."""
    folder = tmp_path / "valmont"
    init_observatory(folder, ("34172",))
    monkeypatch.setenv("LONGUEVUE_OBSERVATORY", str(folder))
    monkeypatch.setenv("LONGUEVUE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(folder)
    return folder


def test_a_publisher_s_file_is_loaded_and_its_fate_is_told(here, tmp_path, capfd):
    path = write(
        tmp_path, "asylum_applications_france.csv", HEAD + "2020,AFG,FRA,N,5\n2020,AFG,FRA,A,4\n2020,AFG,FRA,N,cinq\n"
    )
    assert run(["load", "unhcr", str(path)]) == 0
    said = capfd.readouterr()
    assert "3 lignes lues, 1 gardées, 1 refusées" in said.out
    assert "ligne 4 : « « cinq » n'est pas un nombre »" in said.err
    assert run(["sources", "--json"]) == 0
    listed = {source["id"]: source for source in json.loads(capfd.readouterr().out)}
    receipt = listed["unhcr"]["receipt"]
    assert (receipt["rows_in"], receipt["kept"], receipt["refused"], sum(receipt["aside"].values())) == (3, 1, 1, 1)
    assert listed["openflights"]["receipt"]["origin"] == "starter"
    assert listed["daect-cncd"]["loader"] == "to_confirm" and listed["daect-cncd"]["receipt"] is None


def test_sources_tells_who_holds_what_is_out_of_reach(here, capfd):
    assert run(["sources"]) == 0
    said = capfd.readouterr().out
    assert "actor-schools : hors de portée. Les établissements scolaires." in said
    assert "daect-cncd : à brancher (format à confirmer)" in said


def test_a_waiting_vintage_is_told_then_accepted(here, tmp_path, capfd):
    (tmp_path / "b").mkdir()
    many = write(tmp_path, "asylum_applications_a.csv", HEAD + "".join(f"{y},AFG,FRA,N,5\n" for y in range(1990, 2024)))
    few = write(tmp_path / "b", "asylum_applications_b.csv", HEAD + "2020,AFG,FRA,N,5\n")
    assert run(["load", "unhcr", str(many)]) == 0
    assert run(["load", "unhcr", str(few)]) == 0
    assert "en attente d'un humain" in capfd.readouterr().out
    assert run(["sources"]) == 0
    assert "longuevue sources --accept unhcr" in capfd.readouterr().out
    assert run(["sources", "--accept", "unhcr"]) == 0
    assert run(["sources", "--accept", "unhcr"]) == 1


def test_an_own_table_with_a_doubt_exits_one_and_enters_nothing(here, tmp_path, capfd):
    path = write(tmp_path, "t.csv", "Commune;Partenaire;Pays\nSaint-Denis;Gera;Allemagne\n")
    assert run(["load", "twinnings", str(path)]) == 1
    assert "--city" in capfd.readouterr().out
    assert run(["load", "twinnings", str(path), "--city", "Saint-Denis=com-93066"]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "unhcr", "nulle-part.csv"], "n'existe pas"),
        (["load", "rien", "observatory.toml"], "ni une source ni un modèle"),
        (["load", "workshop-twinnings", "observatory.toml"], "gardé pour l'atelier"),
        (["load", "twinnings", "observatory.toml", "--city", "x"], "ne se lit pas"),
        (["fetch", "rien"], "Aucun lecteur"),
        (["fetch", "--mirror", "nulle-part"], "n'existe pas"),
        (["sources", "--refused", "unhcr"], "Aucun fichier chargé"),
        (["sources", "--template", "rien"], "ni une source ni un modèle"),
    ],
)
def test_a_wrong_word_ends_in_a_sentence(here, capfd, words, said):
    assert run(words) == 1
    printed = capfd.readouterr()
    assert said in printed.out + printed.err and "Traceback" not in printed.err


def test_without_internet_fetch_says_so_and_what_to_do(here, capfd, monkeypatch):
    def unreachable(*_: object, **__: object) -> None:
        raise urllib.error.URLError("pas de réseau")

    monkeypatch.setattr(urllib.request, "urlopen", unreachable)
    assert run(["fetch", "mesr-effectifs"]) == 1
    assert "ne répond pas (pas de réseau)" in capfd.readouterr().out
    assert run(["fetch", "unhcr"]) == 1
    assert "longuevue load unhcr FICHIER" in capfd.readouterr().out


def test_fetch_from_a_mirror_reads_what_it_holds(here, tmp_path, capfd):
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    write(mirror, "asylum_applications_france.csv", HEAD + "2020,AFG,FRA,N,5\n")
    write(mirror, "communes-valmont.geojson", "{}")
    assert run(["fetch", "--mirror", str(mirror)]) == 0
    assert capfd.readouterr().out.startswith("unhcr : millésime")


def test_sources_tells_why_rows_are_refused_and_that_the_file_has_won(here, tmp_path, capfd):
    head = "Nom du festival;Envergure territoriale;Code Insee commune\n"
    path = write(
        tmp_path, "festivals-france-2019-extrait.csv", head + "A;Internationale;34172\nB;;0\nC;Internationale;99999\n"
    )
    assert run(["load", "culture-festivals", str(path)]) == 0
    capfd.readouterr()
    assert run(["sources"]) == 0
    said = capfd.readouterr().out
    assert "refusées 1 : code commune absent (longuevue sources --refused culture-festivals)" in said
    assert "le fichier l'emporte sur le jeu de départ" in said
    assert "ne permet pas de placer aujourd'hui, laissées de côté : 99999" in said


def test_an_address_is_fetched_then_read_like_a_file(here, capfd, monkeypatch):
    asked = []

    def answer(request, timeout):
        asked.append(request.full_url)
        return io.BytesIO((HEAD + "2020,AFG,FRA,N,5\n").encode())

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    address = "https://valmont.example/data/asylum_applications_x.csv?v=2"
    assert run(["load", "unhcr", address]) == 0
    assert asked == [address] and "1 lignes lues, 1 gardées, 0 refusées" in capfd.readouterr().out
    assert not [path for path in (here / "sources").iterdir() if path.name.startswith(".fetching")]
    assert run(["load", "unhcr", "http://valmont.example/x.csv"]) == 1
    assert "https://" in capfd.readouterr().err and len(asked) == 1


def test_sources_gives_the_age_of_each_counted_from_a_retrieval_date_not_the_clock(here, capfd):
    assert run(["sources", "--json"]) == 0
    listed = {source["id"]: source for source in json.loads(capfd.readouterr().out)}
    assert (listed["wikidata-p190"]["latest_period"], listed["wikidata-p190"]["age_years"]) == ("2016-09", 10.1)
    assert listed["insee-rp-nat"]["age_years"] is None
