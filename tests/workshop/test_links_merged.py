"""Two entries of the register that are one link: what would be lost, asked again or made one in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client

from longuevue.terms.refusal import Refusal
from longuevue.workshop.links import merging, selectors
from longuevue.workshop.links.models import Change, Link, Mission, Money
from longuevue.workshop.moderation import removal
from longuevue.workshop.moderation.selectors import approved, items
from longuevue.workshop.moderation.services import approve

HERE = "/atelier/o/valmont/liens/"


def link_of(observatory: Any, partner: str, **more: Any) -> Link:
    said: dict[str, Any] = {"area": "com-34172", "country": "DE", "kind": "twinning"} | more
    return Link.objects.create(observatory=observatory, partner=partner, **said)


@pytest.fixture
def two(valmont: Any) -> tuple[Link, Link]:
    """Heidelberg as the register has it, and as somebody typed it, with what each alone knew."""
    first = link_of(valmont, "Heidelberg", start="1961", partner_id="Q2966", status="alive")
    second = link_of(valmont, "Ville de Heidelberg", bearer="Comité de jumelage", aims="Échanges", languages=["de"])
    Money.objects.create(link=first, year=2023, own=100)
    Money.objects.create(link=second, year=2023, own=900)
    Money.objects.create(link=second, year=2024, own=50)
    for link in (first, second):
        Mission.objects.create(link=link, what="Mission des écoles")
    Change.objects.create(link=second, what="renewed", reason="Vote du conseil")
    return first, second


def test_the_link_that_stands_loses_what_the_other_alone_knew(
    valmont: Any, two: tuple[Link, Link], moderator: Any
) -> None:
    first, second = two
    left = merging.decide(valmont, first.public_id, second.public_id, same=True, by=moderator)
    (kept,) = selectors.links(valmont)
    assert (kept.partner, kept.start, kept.bearer, kept.aims) == (
        "Heidelberg",
        "1961",
        "Comité de jumelage",
        "Échanges",
    )
    assert kept.languages == ["de"] and {m.year: int(m.own) for m in kept.moneys.all()} == {2023: 100, 2024: 50}
    assert kept.missions.count() == 1 and kept.changes.get().reason == "Vote du conseil"
    assert left == 1, "two sums for one year are a contradiction, which is told"


def test_the_other_entry_its_versions_or_who_decided_are_gone(
    valmont: Any, two: tuple[Link, Link], moderator: Any, visitor: Callable[..., Client]
) -> None:
    first, second = two
    merging.decide(valmont, first.public_id, second.public_id, same=True, by=moderator)
    held = Link.objects.get(pk=second.pk)
    assert held.partner == "Ville de Heidelberg" and held.merged_into == first and held.moneys.get().own == 900
    assert [version.merged_into_id for version in held.history.all()] == [first.pk, None]
    assert held.history.first().history_change_reason.startswith("Réuni à «")
    page = visitor(moderator).get(f"{HERE}{first.public_id}/").content.decode()
    merged = page.partition('id="merged"')[2]
    assert "Ville de Heidelberg" in merged and "Réuni à" in merged and "900" in merged
    assert visitor(moderator).get(f"{HERE}{second.public_id}/").status_code == 404


def test_what_was_made_one_stays_in_a_list_a_file_or_the_queue(
    valmont: Any, two: tuple[Link, Link], moderator: Any, visitor: Callable[..., Client]
) -> None:
    approve(valmont, "link", [link.public_id for link in two], by=moderator)
    merging.decide(valmont, two[0].public_id, two[1].public_id, same=True, by=moderator)
    browser = visitor(moderator)
    for address in ("", "liens.csv", "doublons/"):
        assert "Ville de Heidelberg" not in browser.get(f"{HERE}{address}").content.decode(), address
    (item,) = items(valmont, "link")
    assert (item.state, item.changed) == ("submitted", True), "it says something new: it is read again"
    assert approved(valmont)["link"] == []


def test_a_pair_that_was_decided_is_asked_again(valmont: Any, two: tuple[Link, Link], moderator: Any) -> None:
    third = link_of(valmont, "Heidelberg am Neckar", partner_id="Q99")
    pairs = {frozenset((p.first.partner, p.second.partner)) for p in merging.likely(valmont)}
    assert frozenset(("Heidelberg", "Ville de Heidelberg")) in pairs
    assert frozenset(("Heidelberg", "Heidelberg am Neckar")) not in pairs, "two identifiers are two partners"
    for one in two:
        merging.decide(valmont, one.public_id, third.public_id, same=False, by=moderator)
    merging.decide(valmont, two[1].public_id, two[0].public_id, same=False, by=moderator)
    assert merging.likely(valmont) == [] and selectors.links(valmont).count() == 3


def test_the_same_identifier_under_two_names_or_another_place_is_missed(valmont: Any) -> None:
    link_of(valmont, "Köln", partner_id="Q365")
    link_of(valmont, "Cologne", partner_id="Q365")
    link_of(valmont, "Cologne", area="com-34123")
    link_of(valmont, "Cologne", kind="project", country="FR")
    assert [pair.why for pair in merging.likely(valmont)] == ["links.same_partner_id"]


def test_the_page_keeps_the_wrong_one_or_merges_a_link_with_itself(
    valmont: Any, elsewhere: Any, two: tuple[Link, Link], moderator: Any, visitor: Callable[..., Client]
) -> None:
    first, second = two
    browser, theirs = visitor(moderator), link_of(elsewhere, "Heidelberg")
    page = browser.get(f"{HERE}doublons/").content.decode()
    assert page.count("garder le") == 2 and "noms proches" in page
    said = {"first": str(first.public_id), "second": str(second.public_id)}
    itself = browser.post(f"{HERE}doublons/", {**said, "second": said["first"], "answer": "first"})
    assert itself.status_code == 400 and "ne se réunit pas" in itself.content.decode()
    assert browser.post(f"{HERE}doublons/", {**said, "first": "x", "answer": "first"}).status_code == 400
    stolen = browser.post(f"{HERE}doublons/", {**said, "second": str(theirs.public_id), "answer": "first"})
    assert stolen.status_code == 404 and selectors.links(valmont).count() == 2
    done = browser.post(f"{HERE}doublons/", {**said, "answer": "second"}, follow=True).content.decode()
    assert "contredisent" in done and "plus qu&#x27;un" in done
    (kept,) = selectors.links(valmont)
    assert (kept.partner, kept.start, kept.partner_id) == ("Ville de Heidelberg", "1961", "Q2966")
    with pytest.raises(Http404):
        merging.decide(valmont, first.public_id, second.public_id, same=True, by=moderator)


def test_a_table_brings_back_what_was_made_one(
    valmont: Any, two: tuple[Link, Link], moderator: Any, visitor: Callable[..., Client]
) -> None:
    browser = visitor(moderator)
    before = browser.get(f"{HERE}liens.csv").content
    merging.decide(valmont, two[0].public_id, two[1].public_id, same=True, by=moderator)
    file = SimpleUploadedFile("liens.csv", before)
    page = browser.post(f"{HERE}table/", {"table": file, "kind": "twinning"}).content.decode()
    assert "0 lignes ajoutées" in page and "a été réuni à" in page and "Voir les doublons probables" in page
    fresh = SimpleUploadedFile("liens.csv", b"Partenaire;Pays;Commune\nHeidelberg (jumelage);DE;34172\n")
    page = browser.post(f"{HERE}table/", {"table": fresh, "kind": "twinning"}).content.decode()
    assert "Doublons probables" in page and len(merging.likely(valmont)) == 1


def test_what_was_made_one_stands_again_when_the_link_is_removed_for_good(
    valmont: Any, two: tuple[Link, Link], moderator: Any, person: Callable[..., Any]
) -> None:
    merging.decide(valmont, two[0].public_id, two[1].public_id, same=True, by=moderator)
    asked = removal.ask(valmont, "link", two[0].public_id, reason="écrit par erreur", by=person(valmont, "manager"))
    removal.confirm(asked, by=person(valmont, "manager"))
    assert not Link.objects.filter(observatory=valmont).exists() and not Link.history.filter(partner__contains="Heid")


def test_a_link_of_another_observatory_is_refused_even_by_its_service(
    valmont: Any, elsewhere: Any, moderator: Any
) -> None:
    mine, theirs = link_of(valmont, "A"), link_of(elsewhere, "A")
    with pytest.raises(Http404):
        merging.decide(valmont, mine.public_id, theirs.public_id, same=True, by=moderator)
    with pytest.raises(Refusal):
        merging.decide(valmont, mine.public_id, mine.public_id, same=True, by=moderator)
