"""Links, networks, members and what is seen, as tables: they come back as they left, bad cells are told with their place and
lose nothing, nothing of another observatory is read or touched."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longuevue.terms.flows import FIELDS
from longuevue.workshop.actors import sights
from longuevue.workshop.actors.kinds import ACCESS
from longuevue.workshop.actors.models import Actor, VantagePoint
from longuevue.workshop.actors.services import see, set_contact
from longuevue.workshop.frame.bringing import rows_of
from longuevue.workshop.links import bringing
from longuevue.workshop.links.models import Kind, Layer, Link, Membership, Network, Status
from longuevue.workshop.links.table import LINKS, MEMBERS, NETWORKS
from longuevue.workshop.moderation.services import approve
from longuevue.workshop.reasoning.object_tables import written

HERE = "/atelier/o/valmont/"
AGAIN = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
#: what spreadsheets take for formulas, and what a careless reader would cut
SLY = ["=1+1", "'=x", "+33", "@a", "-2", "''", 'a;b"c', "'", "Cap-Haïtien 🇭🇹", "Żyrardów", "deux\nlignes", "=a\r\n+b"]
TEXT = st.one_of(
    st.sampled_from(SLY),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=30).map(str.strip),
)
SOME = TEXT.filter(bool)
COUNTRY = st.sampled_from(["", "DE", "HT", "CI"])
DATES = st.sampled_from([("", ""), ("1998", "2004-05"), ("1961-05", ""), ("1961-05-12", "1961-05-12"), ("", "2019")])
LINK = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(Kind.values), "partner": SOME, "country": COUNTRY, "partner_id": st.sampled_from(["", "Q42"]),
        "area": st.sampled_from(["com-34172", "epci-243400017", "dep-34"]), "bearer": TEXT,
        "involves_authority": st.booleans(), "layer": st.sampled_from(Layer.values),
        "field": st.sampled_from(["", *FIELDS]), "status": st.sampled_from(Status.values), "dates": DATES,
        "languages": st.lists(st.sampled_from(["fr", "de", "ht"]), unique=True), "vote": TEXT, "aims": TEXT,
        "local_interest": TEXT, "mutual_interest": TEXT,
    }
)  # fmt: skip
NUMBER = st.one_of(st.none(), st.integers(1800, 2100))
NETWORK = st.fixed_dictionaries(
    {"name": SOME, "founded": NUMBER, "ground": TEXT, "pillars": TEXT,
     "announced_members": st.one_of(st.none(), st.integers(0, 5_000))}
)  # fmt: skip
MEMBER = st.fixed_dictionaries(
    {"name": SOME, "country": COUNTRY, "area": st.sampled_from(["", "com-63113"]),
     "ground": st.sampled_from(Membership.Ground.values), "since": NUMBER, "note": TEXT}
)  # fmt: skip
SIGHT = st.fixed_dictionaries(
    {"marker": st.sampled_from(["twinnings", "international-students-share", "deliberations-share"]), "data_held": TEXT,
     "access": st.sampled_from(sorted(ACCESS)), "frequency": TEXT, "scale": st.sampled_from(["", "commune", "=1"])}
)  # fmt: skip


def upload(browser: Client, address: str, content: str, name: str = "table.csv", **more: str) -> Any:
    file = SimpleUploadedFile(name, content.encode())
    return browser.post(f"{HERE}{address}", {"table": file, "kind": "twinning", **more})


def out(columns: Any, records: Any) -> str:
    text = written(columns, rows_of(columns, records))
    cells = [cell for row in csv.reader(io.StringIO(text[1:], newline=""), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")], "no cell that leaves is a formula"
    return text


def back(bring: Callable[..., Any], text: str, by: Any) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(text.encode())
        return bring(path, by=by, name="table.csv")


def said(columns: Any, records: Any) -> list[dict[str, Any]]:
    return sorted(({c: getattr(one, c) for c in columns if c != "public_id"} for one in records), key=str)


@AGAIN
@given(st.lists(LINK, min_size=1, max_size=4))
def test_links_come_back_otherwise_than_they_left(valmont: Any, moderator: Any, rows: list[dict[str, Any]]) -> None:
    Link.objects.filter(observatory=valmont).delete()
    for row in rows:
        start, end = row["dates"]
        values = {key: value for key, value in row.items() if key != "dates"} | {"start": start, "end": end}
        Link.objects.create(observatory=valmont, **values)
    before, text = said(LINKS, valmont.world_links.all()), out(LINKS, valmont.world_links.all())
    same = back(lambda path, **more: bringing.links_in(valmont, path, **more), text, moderator)
    assert (same.new, same.changed, same.refused) == (0, 0, []) and said(LINKS, valmont.world_links.all()) == before
    Link.objects.filter(observatory=valmont).delete()
    done = back(lambda path, **more: bringing.links_in(valmont, path, **more), text, moderator)
    assert done.refused == [] and said(LINKS, valmont.world_links.all()) == before


@AGAIN
@given(
    st.lists(NETWORK, min_size=1, max_size=3),
    st.lists(MEMBER, max_size=4, unique_by=lambda m: (m["name"], m["country"])),
)
def test_networks_and_members_come_back_otherwise_than_they_left(
    valmont: Any, moderator: Any, rows: list[dict[str, Any]], members: list[dict[str, Any]]
) -> None:
    Network.objects.filter(observatory=valmont).delete()
    for row in rows:
        network = Network.objects.create(observatory=valmont, **row)
    for member in members:
        Membership.objects.create(network=network, **member)
    before, seats = said(NETWORKS, valmont.networks.all()), said(MEMBERS, network.members.all())
    text, seated = out(NETWORKS, valmont.networks.all()), out(MEMBERS, network.members.all())
    Network.objects.filter(observatory=valmont).delete()
    done = back(lambda path, **more: bringing.networks_in(valmont, path, **more), text, moderator)
    assert done.refused == [] and said(NETWORKS, valmont.networks.all()) == before
    fresh = valmont.networks.first()
    for new in (len(members), 0):
        done = back(lambda path, **more: bringing.members_in(fresh, path, **more), seated, moderator)
        assert (done.new, done.changed, done.refused) == (new, 0, []) and said(MEMBERS, fresh.members.all()) == seats


@AGAIN
@given(st.lists(SIGHT, min_size=1, max_size=3, unique_by=lambda row: row["marker"]))
def test_what_is_seen_comes_back_otherwise_than_it_left(
    valmont: Any, moderator: Any, rows: list[dict[str, Any]]
) -> None:
    Actor.objects.filter(observatory=valmont).delete()
    for name in ("=Cabinet", "Hôpital"):
        actor = Actor.objects.create(observatory=valmont, name=name)
        set_contact(actor, person="Zoé Quidam", email="zoe@valmont.example", phone="0102030405")
        for row in rows:
            see(actor, **row)
    before, text = list(sights.rows(valmont)), written(sights.SIGHTS, sights.rows(valmont))
    assert not any(word in text for word in ("Zoé", "zoe@", "0102030405"))
    for new in (0, len(before)):
        done = back(lambda path, **more: sights.sights_in(valmont, path, **more), text, moderator)
        assert (done.new, done.changed, done.refused) == (new, 0, []) and list(sights.rows(valmont)) == before
        VantagePoint.objects.all().delete()


def test_a_spreadsheet_of_twinnings_is_not_understood(valmont: Any, browser: Client) -> None:
    table = "Ville jumelle;Pays;Commune;Signature\nHeidelberg;Allemagne;Montpellier;1961\nLouisville;États-Unis;34172;12/05/1955\n"
    page = upload(browser, "liens/table/", table).content.decode()
    assert "2 lignes ajoutées" in page
    found = {(one.partner, one.country, one.area, one.start, one.kind, one.status) for one in valmont.world_links.all()}
    assert found == {
        ("Heidelberg", "DE", "com-34172", "1961", "twinning", "unknown"),
        ("Louisville", "US", "com-34172", "1955-05-12", "twinning", "unknown"),
    }
    assert "0 lignes ajoutées, 0 modifiées, 2 déjà là" in upload(browser, "liens/table/", table).content.decode()


def test_a_second_spelling_of_a_link_is_not_proposed_as_a_duplicate(valmont: Any, browser: Client) -> None:
    upload(browser, "liens/table/", "Partenaire;Pays\nHeidelberg;DE\nCap-Haïtien;HT\n")
    page = upload(browser, "liens/table/", "Partenaire;Pays\nVille de Heidelberg;DE\nCap Haitien;\nGérone;ES\n").content
    told = page.decode().replace("\u202f", " ").replace("\u00a0", " ")
    assert "Doublons probables : 2" in told and valmont.world_links.count() == 5


def test_a_bad_cell_is_not_told_where_it_stands_or_loses_the_other_rows(valmont: Any, browser: Client) -> None:
    table = "Partenaire;Pays;Début;Fin\nBon;Mali;1990;\nA;Syldavie;an 3;\n;Mali;;\nB;Mali;1998;1990\n"
    page = upload(browser, "liens/table/", table).content.decode()
    for told in ("B3 : « Syldavie »", "C3 : « an 3 »", "A4 : Il n&#x27;y a pas de partenaire", "A5 : La fin (1990)"):
        assert told in page
    assert [one.partner for one in valmont.world_links.all()] == ["Bon"]
    assert "Année" in upload(browser, "liens/table/", "rien;de;connu\n1;2;3\n").content.decode(), (
        "what is known is told"
    )
    assert upload(browser, "liens/table/", "x", "page.html").status_code == 400


def test_a_status_changed_by_a_table_leaves_no_line(valmont: Any, browser: Client, moderator: Any) -> None:
    link = Link.objects.create(
        observatory=valmont, area="com-34172", partner="Port-Vieux", kind="twinning", aims="Voir"
    )
    table = f"Identifiant Longuevue;Partenaire;État du lien\n{link.public_id};Port-Vieux;en sommeil\n"
    assert "1 modifiées" in upload(browser, "liens/table/", table, kind="project").content.decode()
    link.refresh_from_db()
    line = link.changes.get()
    assert (link.status, link.aims, link.kind) == ("dormant", "Voir", "twinning")
    assert line.what == "slept" and "table.csv" in line.reason and line.written_by == moderator


def test_a_table_brought_by_mistake_stays_or_takes_what_was_touched(
    valmont: Any, browser: Client, moderator: Any
) -> None:
    upload(browser, "liens/table/", "Partenaire;Pays\nUn;DE\nDeux;DE\nTrois;DE\n")
    approve(valmont, "link", [valmont.world_links.get(partner="Deux").public_id], by=moderator)
    valmont.world_links.get(partner="Trois").missions.create(what="visite")
    batch = valmont.batches.get()
    assert browser.post(f"{HERE}acteurs/table/{batch.pk}/reprendre/").status_code == 302
    assert {one.partner for one in valmont.world_links.all()} == {"Deux", "Trois"}


def test_a_table_reads_or_touches_another_observatory(
    valmont: Any, elsewhere: Any, browser: Client, moderator: Any
) -> None:
    """By export, page, filter, table and bulk gesture: links, networks, members, what is seen."""
    link = Link.objects.create(observatory=elsewhere, area="dep-34", partner="Secret ailleurs", kind="twinning")
    network = Network.objects.create(observatory=elsewhere, name="Secret réseau")
    actor = Actor.objects.create(observatory=elsewhere, name="Secret acteur")
    see(actor, "twinnings", data_held="Secret registre")
    Actor.objects.create(observatory=valmont, name="Le nôtre")
    mine = valmont.networks.create(name="Le nôtre")
    pages = ("liens/", "liens/liens.csv", "reseaux/reseaux.csv", "qui-voit-quoi/", "qui-voit-quoi/qui-voit-quoi.csv",
             f"reseaux/{mine.public_id}/", f"reseaux/{mine.public_id}/membres.csv", "moderation/?etat=draft",
             "moderation/?etat=draft&type=link", "qui-voit-quoi/inviter/", "liens/?q=Secret")  # fmt: skip
    for address in pages:
        answer = browser.get(f"{HERE}{address}")
        shown = (
            answer.content.decode().partition("<main")[2]
            if "text/html" in answer["Content-Type"]
            else str(answer.content)
        )
        assert answer.status_code == 200 and "Secret" not in shown.replace('value="Secret"', ""), address
    upload(browser, "liens/table/", f"Identifiant Longuevue;Partenaire\n{link.public_id};Volé\n")
    upload(browser, "reseaux/table/", f"Identifiant Longuevue;Réseau\n{network.public_id};Volé\n")
    for address in (f"reseaux/{network.public_id}/table/", f"reseaux/{network.public_id}/membres/"):
        assert browser.post(f"{HERE}{address}", {"name": "Volé"}).status_code == 404
    for who in (f"{actor.public_id};", ";Secret acteur"):
        page = upload(browser, "qui-voit-quoi/table/", f"Identifiant de l'acteur;Acteur;Marqueur\n{who};twinnings\n")
        assert "0 lignes ajoutées" in page.content.decode()
    outcome = approve(valmont, "link", [link.public_id], by=moderator)
    assert outcome.done == 0
    link.refresh_from_db()
    network.refresh_from_db()
    assert (link.partner, network.name, actor.sees.count()) == ("Secret ailleurs", "Secret réseau", 1)
    assert not network.members.exists() and valmont.world_links.get().public_id != link.public_id
