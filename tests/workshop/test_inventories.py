"""S15: the inventory of external action, from a spreadsheet or a CNCD export, comes in, is edited and comes back: nothing of it is
lost, nothing is written before a person said what its columns are, nobody else's rows become ours."""

from __future__ import annotations

import html
import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from longuevue.terms.refusal import Refusal
from longuevue.territories.catalogue import load_catalogue
from longuevue.workshop.links import inventory_services as services
from longuevue.workshop.links.inventory_columns import ROLES
from longuevue.workshop.links.models import Inventory, Link, Sameness
from longuevue.workshop.moderation.batches import take_back
from longuevue.workshop.reasoning.authorities import Home
from longuevue.workshop.reasoning.inventories import as_csv, given_in
from tests.workshop.registers import REGISTER, back, received
from tests.workshop.test_workbooks_in import xlsx

HERE = "/atelier/o/valmont/liens/"
IN = f"{HERE}inventaires/"


def test_lines_above_the_header_or_columns_beyond_it_are_lost(valmont: Any, moderator: Any) -> None:
    text = "Registre, tenu par Zoé\n\nPays;Ville partenaire\nMali;Ségou;sans titre\nHaïti\nPérou;Cuzco\n"
    inventory = received(valmont, moderator, "csv", text.encode())
    services.take(inventory, inventory.mapping, "twinning", by=moderator)
    assert [[cell for cell in row if cell] for row in back(inventory)] == [
        ["Registre, tenu par Zoé"], ["Pays", "Ville partenaire"], ["Mali", "Ségou", "sans titre"], ["Haïti"], ["Pérou", "Cuzco"],
    ]  # fmt: skip
    assert [row.outcome for row in inventory.rows.all()] == ["new", "fault", "new"]


def test_an_empty_column_is_lost_or_asked_about(valmont: Any, browser: Client) -> None:
    """A spreadsheet often leaves a dozen of them at the right."""
    text = "Partenaire;;Pays;;\nSégou;;Mali;;\n"
    address = sent(browser, text)
    assert list(filled(page(browser.get(address)))) == ["column-0", "column-2", "kind"]
    assert browser.get(f"{address}inventaire.csv").content.decode("utf-8-sig").replace("\r\n", "\n") == text


def test_columns_are_not_known_by_the_names_that_registers_give_them() -> None:
    header = [
        "N° de projet", "Collectivité territoriale française", "SIREN", "Autorité locale étrangère", "Pays d'intervention",
        "Nature du lien", "Intitulé du projet", "Thématique(s) / ODD", "Date début", "Échéance", "État d'avancement",
        "Budget (€)", "Bailleurs", "Descriptif du projet", "Courriel du référent",
    ]  # fmt: skip
    for shuffled in (header, header[::-1]):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "t.csv"
            path.write_text(";".join(shuffled) + "\n" + ";".join("x" * len(header)), "utf-8")
            (found,), _ = given_in(path, ROLES)
        assert {role: shuffled[at] for role, at in found.guessed.items()} == dict(
            zip(["identifier", "authority", "authority_code", "partner", "country", "kind", "title", "field", "start", "end",
                 "status", "amount", "funder", "aims"], header, strict=False)
        )  # fmt: skip


def sent(browser: Client, text: str = REGISTER, name: str = "registre cncd.csv") -> str:
    """The address of the page of columns."""
    answer = browser.post(IN, {"table": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == 302, answer.content.decode().partition("<main")[2]
    return str(answer.headers["Location"])


def page(answer: Any) -> str:
    text = answer.content.decode().partition("<main")[2].replace("\u202f", " ").replace("\xa0", " ")
    return str(text.replace("&#x27;", "'"))


def filled(shown: str) -> dict[str, str]:
    """What the form of the page says, as a browser would send it back."""
    found = {}
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', shown, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def cells_of(shown: str) -> dict[str, str]:
    """The fields of a row's form as a browser would send them back, what the page hides in it too."""
    inputs = re.findall(r"<input[^>]*>", shown)
    pairs = ((re.search(r'name="((?:cell-|read)[^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in inputs)
    return {name[1]: html.unescape(value[1]) if value else "" for name, value in pairs if name}


def test_s15_the_journey_from_the_form_to_the_table_given_back_breaks(valmont: Any, browser: Client) -> None:
    """S15: form, file, columns corrected, confirmed, listed, edited, given back."""
    assert "Format à confirmer" in page(browser.get(IN)) and IN in browser.get(HERE).content.decode()
    address = sent(browser)
    shown = page(browser.get(address))
    assert "Format à confirmer" in shown and not Link.objects.filter(observatory=valmont).exists()
    assert "<q>Heidelberg</q> · <q>Ségou</q> · <q>Bamako</q>" in shown, "samples stand under each title"
    said = filled(shown)
    assert said["column-2"] == "partner" and said["column-8"] == "" and said["column-7"] == "amount"
    assert (
        "Nouveaux accords : 2 ; nouveaux projets : 2" in shown
        and "mises de côté et dont la liste se télécharge : 3" in shown
        and "restent dans le tableau sans entrer : 2" in shown
    )
    wrong = browser.post(address, said | {"column-2": "", "then": "take"})
    assert wrong.status_code == 400 and "Aucune colonne n'est « Partenaire »" in page(wrong)
    twice = browser.post(address, said | {"column-8": "partner", "then": "take"})
    assert twice.status_code == 400 and "est déjà la colonne C" in page(twice)
    looked = page(browser.post(address, said | {"column-5": "", "then": "look"}))
    assert "Nouveaux accords : 3 ; nouveaux projets : 0" in looked, "another mapping, another outcome"
    assert not Link.objects.filter(observatory=valmont).exists(), "nothing is written before it is confirmed"

    assert browser.post(address, said | {"then": "take"}).status_code == 302
    links = {(one.partner, one.area, one.kind, one.start) for one in valmont.world_links.all()}
    assert links == {
        ("Heidelberg", "com-34172", "twinning", "1961"), ("Ségou", "epci-243400017", "decentralised_cooperation", "2004"),
        ("Ségou", "com-34172", "project", "2005"),
    }  # fmt: skip
    assert valmont.world_links.count() == 4, "two projects of two titles are two"
    came = page(browser.get(address))
    for told in (
        "registre cncd.csv, ligne 8, colonne A (« Collectivité ») : « Montpelier » peut être ici ou ailleurs. Peut-être : Montpellier (34).",
        "registre cncd.csv, ligne 9, colonne D (« Pays ») : « Syldavie » n'est pas un pays connu. Écrivez",
        "registre cncd.csv, ligne 9, colonne G (« Date de début ») : « an 3 » n'est pas une date.",
        "D'une autre collectivité", "Ligne de total",
    ):  # fmt: skip
        assert told in came, told
    aside = browser.get(f"{address}mises-de-cote.csv").content.decode()
    assert aside.splitlines()[0].endswith("Personne référente") and "Bamako" in aside and "Heidelberg" not in aside
    assert len(aside.splitlines()) == 4

    project = valmont.world_links.get(kind="project", inventory_rows__line=4)
    shown = page(browser.get(f"{HERE}{project.public_id}/"))
    assert "Autres colonnes de l'inventaire" in shown and "Eau potable 💧" in shown and "1,5 M€" in shown
    row = f"{address}lignes/4/"
    form = page(browser.get(row))
    assert 'name="cell-7"' in form and 'name="cell-2"' not in form, "the partner is corrected on the link"
    assert (
        browser.post(
            row,
            {
                "read": cells_of(form)["read"],
                "cell-5": "Eau potable 💧",
                "cell-7": "1 600 000 €",
                "cell-8": "",
                "cell-2": "Volé",
            },
        ).status_code
        == 302
    )
    fault = f"{address}lignes/9/"
    cells = dict(
        zip(
            (f"cell-{n}" for n in range(9)),
            ["Le Crès", "", "Tlemcen", "Algérie", "Jumelage", "", "1973", "", ""],
            strict=True,
        )
    )
    read = {"read": cells_of(page(browser.get(fault)))["read"]}
    assert browser.post(fault, read | cells).status_code == 302
    assert valmont.world_links.filter(partner="Tlemcen", country="DZ", area="com-34090").exists(), "mended, it comes in"

    out = browser.get(f"{address}inventaire.csv").content.decode("utf-8-sig").replace("\r\n", "\n")
    wanted = REGISTER.replace("1,5 M€", "1 600 000 €").replace(
        "Tlemcen;Syldavie;Jumelage;;an 3", "Tlemcen;Algérie;Jumelage;;1973"
    )
    assert out == wanted
    assert browser.get(f"{address}inventaire.xlsx").status_code == 200
    assert browser.post(address, said | {"then": "take"}).status_code == 400, "a table comes in once"


def test_two_people_who_mend_a_row_at_once_are_not_told_or_lose_what_they_wrote(
    valmont: Any, browser: Client, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    address = sent(browser)
    said = filled(page(browser.get(address)))
    assert browser.post(address, said | {"then": "take"}).status_code == 302
    row, other = f"{address}lignes/4/", visitor(person(valmont, "moderator"))
    first, second = cells_of(page(browser.get(row))), cells_of(page(other.get(row)))
    assert "read" in first and "cell-7" in second
    assert browser.post(row, first | {"cell-7": "1 600 000 €"}).status_code == 302
    refused = other.post(row, second | {"cell-8": "Zoé, au 3e étage"})
    assert refused.status_code == 400
    assert "Quelqu&#x27;un a modifié cette ligne" in refused.content.decode()
    assert "Zoé, au 3e étage" in refused.content.decode(), "what the second wrote is still in the form"
    out = browser.get(f"{address}inventaire.csv").content.decode("utf-8-sig")
    assert "1 600 000 €" in out and "au 3e étage" not in out
    # read again, both stand
    again = cells_of(page(other.get(row)))
    assert other.post(row, again | {"cell-8": "Zoé, au 3e étage"}).status_code == 302
    out = browser.get(f"{address}inventaire.csv").content.decode("utf-8-sig")
    assert "1 600 000 €" in out and "Zoé, au 3e étage" in out


def test_a_row_that_is_here_already_is_created_or_not_proposed(valmont: Any, browser: Client, moderator: Any) -> None:
    here = Link.objects.create(
        observatory=valmont, area="com-34172", partner="HEIDELBERG", country="DE", kind="twinning", start="1961-05"
    )
    other = Link.objects.create(observatory=valmont, area="com-34172", partner="Fès", kind="project", start="2003")
    text = "Collectivité;Partenaire;Pays;Type;Début;Note\n" + "".join(
        f"Montpellier;{row}\n"
        for row in ("Heidelberg;Allemagne;Jumelage;1961;a", "Heidelberg;Allemagne;Jumelage;1961;b", "Heidelberg;Allemagne;Projet;1961;c",
                    "Fès;Maroc;Projet;2004;d", "Fès;Maroc;Jumelage;2003;e")
    )  # fmt: skip
    address = sent(browser, text)
    shown = page(browser.get(address))
    assert "proposées et non créées : 2" in shown
    browser.post(address, filled(shown) | {"then": "take"})
    inventory = Inventory.objects.get()
    assert [row.outcome for row in inventory.rows.all()] == ["alike", "alike", "new", "new", "new"]
    assert valmont.world_links.count() == 5 and other.pk
    first = inventory.rows.all()[0]
    assert first.candidate == here and "C'est ce lien" in page(browser.get(address))
    assert browser.post(f"{address}lignes/2/decider/", {"answer": "same"}).status_code == 302
    assert browser.post(f"{address}lignes/3/decider/", {"answer": "two"}).status_code == 302
    assert browser.post(f"{address}lignes/3/decider/", {"answer": "two"}).status_code == 400, "a button pressed twice"
    assert valmont.world_links.count() == 6 and Sameness.objects.filter(second=here, same=False).count() == 1
    assert back(inventory) == [line.split(";") for line in text.splitlines()], (
        "a link that was here does not rewrite the table"
    )
    here.refresh_from_db()
    assert (here.partner, here.start) == ("HEIDELBERG", "1961-05"), "nor the table the link"
    here.end = "2030"
    here.country = "CH"
    here.save()
    assert back(inventory)[1] == ["Montpellier", "Heidelberg", "Suisse", "Jumelage", "1961", "a"]
    # the same table again brings nothing
    again = received(valmont, moderator, "csv", text.encode())
    services.take(again, again.mapping, "twinning", by=moderator)
    assert {row.outcome for row in again.rows.all()} == {"same"} and valmont.world_links.count() == 6
    assert back(again) == back(inventory)


def test_two_projects_of_two_numbers_are_taken_for_one(valmont: Any, moderator: Any) -> None:
    text = "N° de projet;Collectivité;Partenaire;Type;Date de début\nP1;Montpellier;Ségou;Projet;2020\nP2;Montpellier;Ségou;Projet;2020\n"
    for number in (0, 1):
        one = received(
            valmont,
            moderator,
            "csv",
            text.replace("P2", f"P{2 + number}").replace("Type", "Nature"[: 6 + number]).encode(),
        )
        services.take(one, one.mapping, "twinning", by=moderator)
    assert valmont.world_links.count() == 3, "P1, P2, then P3"


def test_a_table_taken_back_is_lost_or_leaves_links(valmont: Any, moderator: Any) -> None:
    inventory = received(valmont, moderator, "csv", REGISTER.encode())
    services.take(inventory, inventory.mapping, "twinning", by=moderator)
    inventory.refresh_from_db()
    take_back(inventory.batch)
    inventory.refresh_from_db()
    assert not valmont.world_links.exists() and inventory.taken_at is None and inventory.rows.count() == 9
    assert {row.outcome for row in inventory.rows.all()} == {"waiting"}
    services.take(inventory, inventory.mapping, "twinning", by=moderator)
    assert valmont.world_links.count() == 4
    kept = valmont.world_links.get(partner="Heidelberg")
    kept.aims = "Voir"
    kept.save()
    take_back(Inventory.objects.get().batch)
    assert valmont.world_links.get() == kept and Inventory.objects.get().taken_at is not None
    assert back(inventory) == [line.split(";") for line in REGISTER.splitlines()]


def test_a_link_erased_stays_in_the_table_or_cells_are_written_in_clear(valmont: Any, moderator: Any) -> None:
    inventory = received(valmont, moderator, "csv", REGISTER.encode())
    services.take(inventory, inventory.mapping, "twinning", by=moderator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_cells, sealed_told FROM links_inventoryrow")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT head FROM links_inventory")
        stored += str(cursor.fetchall())
    assert "Quidam" not in stored and "référente" not in stored and "Syldavie" not in stored
    valmont.world_links.get(partner="Heidelberg").delete()
    assert "Quidam" not in as_csv(services.given_back(inventory))


def test_a_table_of_another_observatory_is_read_or_touched(
    valmont: Any, elsewhere: Any, browser: Client, person: Callable[..., Any]
) -> None:
    theirs = received(elsewhere, person(elsewhere, "moderator"), "csv", REGISTER.encode())
    for end in ("", "inventaire.csv", "inventaire.xlsx", "mises-de-cote.csv", "lignes/2/"):
        assert browser.get(f"{IN}{theirs.public_id}/{end}").status_code == 404, end
    for end in ("", "oublier/", "lignes/2/", "lignes/2/decider/"):
        assert browser.post(f"{IN}{theirs.public_id}/{end}", {"answer": "two", "then": "take"}).status_code == 404, end
    assert str(theirs.public_id) not in browser.get(IN).content.decode() and theirs.rows.count() == 9


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"Partenaire;Pays\n", "vide sous ses titres"),
        (b"PK\x03\x04rien", "une archive ZIP ou un classeur"),
        (b"Partenaire;Pays\n" + b"a\x00;b\n" * 3, "pas du texte"),
    ],
)  # fmt: skip
def test_a_table_that_holds_nothing_is_not_answered_in_plain_french(
    valmont: Any, browser: Client, content: bytes, words: str
) -> None:
    answer = browser.post(IN, {"table": SimpleUploadedFile("a.csv", content)})
    fault = page(answer).partition('class="fault"')[2][:600]
    assert answer.status_code == 400 and words in fault and not Inventory.objects.exists(), fault


def test_a_table_whose_titles_are_unknown_cannot_be_mapped_by_hand(valmont: Any, browser: Client) -> None:
    address = sent(browser, "Zig;Zag;Zog\nSégou;Mali;34172\nFès;Maroc;34172\n")
    said = filled(page(browser.get(address)))
    assert set(said.values()) == {"", "decentralised_cooperation"}
    mapped = said | {"column-0": "partner", "column-1": "country", "column-2": "authority_code", "kind": "twinning"}
    assert browser.post(address, mapped | {"then": "take"}).status_code == 302
    assert {(one.partner, one.country, one.kind) for one in valmont.world_links.all()} == {
        ("Ségou", "ML", "twinning"), ("Fès", "MA", "twinning"),
    }  # fmt: skip


def test_two_sheets_are_made_one_or_one_is_lost(valmont: Any, browser: Client) -> None:
    head = ["Partenaire", "Pays"]
    book = xlsx(
        ("Lisez-moi", [["Tenu par le service"]]),
        ("Accords", [head, ["Ségou", "Mali"]]),
        ("Projets", [head, ["Fès", "Maroc"]]),
    )
    answer = browser.post(IN, {"table": SimpleUploadedFile("r.xlsx", book)}, follow=True)
    shown = page(answer)
    assert "r.xlsx, Accords" in shown and "r.xlsx, Projets" in shown and "Feuille « Lisez-moi »" in shown
    for inventory in Inventory.objects.all():
        assert browser.post(f"{IN}{inventory.public_id}/oublier/").status_code == 302
    assert not Inventory.objects.exists()


def test_a_merged_cell_leaves_a_row_of_another_authority_to_us(valmont: Any, moderator: Any) -> None:
    book = openpyxl.Workbook()
    for row in (["Collectivité", "Partenaire", "Pays"], ["Lyon", "Bamako", "Mali"], [None, "Fès", "Maroc"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    inventory = received(valmont, moderator, "xlsx", out.getvalue())
    services.take(inventory, inventory.mapping, "twinning", by=moderator)
    assert {row.outcome for row in inventory.rows.all()} == {"aside"} and not valmont.world_links.exists()


def test_a_table_in_twice_at_once_makes_links_twice(valmont: Any, moderator: Any) -> None:
    inventory = received(valmont, moderator, "csv", REGISTER.encode())
    services.take(inventory, inventory.mapping, "twinning", by=moderator)
    with pytest.raises(Refusal, match="déjà entré"):
        services.take(inventory, inventory.mapping, "twinning", by=moderator)
    with pytest.raises(Refusal, match="déjà entré"):
        services.drop(inventory)
    assert valmont.world_links.count() == 4


@pytest.mark.parametrize(
    ("name", "code", "departement", "found"),
    [
        ("Ville de Montpellier", "", "", "com-34172"),
        ("MONTPELLIER", "34172.0", "", "com-34172"),
        ("Mairie", "21340172200019", "", "com-34172"),
        ("Service international", "243400017", "", "epci-243400017"),
        ("Montpellier Méditerranée Métropole", "", "", "epci-243400017"),
        ("Saint-Brès", "", "34 - Hérault", "com-34244"),
        ("Saint-Brès", "", "Gers", "other"),
        ("", "", "", "epci-243400017"),
        ("Ville du Mans", "", "", "other"),
        ("Conseil départemental de l’Hérault", "223400011", "", "other"),
        ("Conseil régional d'Île-de-France", "", "", "other"),
        ("Syndicat des eaux", "", "", "unknown"),
        ("Saint-Brès", "", "", "asked"),
        ("Montpelier", "", "", "asked"),
        ("Agglo de Montpellier", "", "", "asked"),
        ("", "76", "", "asked"),
        ("", "ZZ", "", "asked"),
    ],
)
def test_a_row_is_given_to_the_wrong_authority(name: str, code: str, departement: str, found: str) -> None:
    home = Home(load_catalogue(), ["epci-243400017"])
    try:
        whose = home.whose(name, code, departement)
    except Refusal as refusal:
        assert found == "asked" and refusal.sentence().count(".") >= 2
    else:
        assert found == (whose.area or whose.aside)
