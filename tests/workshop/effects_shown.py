"""Valmont's tensions followed from the ledger to where they are read. Called by the test that builds an edition; no test here."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.test import Client

from longuevue.edition.reader import Edition
from longuevue.publish.folder import write_effects
from longuevue.report.desk import Desk
from longuevue.report.parts.effects import effects as chapter
from longuevue.workshop.effects import services
from longuevue.workshop.effects.models import Effect, Evidence, Sign, Touch
from longuevue.workshop.effects.parts import PARTS
from longuevue.workshop.moderation import services as moderation
from tests.portal.test_languages import french_sentences


def tell(observatory: Any, manager: Any) -> None:
    """Four tensions and one voice, approved."""
    played = services.play_valmont(observatory, by=manager)
    voice = services.save_effect(
        observatory,
        Effect(
            what="Un rayon de livres en trois langues (Valmont)",
            area="com-34172",
            since="2024",
            flow="Jumelage",
            stated_by="Médiathèque du Lac",
            contribution="Selon la médiathèque, le jumelage y a contribué.",
            initiator="Comité de jumelage",
            bearer="Médiathèque",
            other_side="Les lecteurs réguliers : rien à dire.",
        ),
    )
    for group, by in (("lecteurs", "Médiathèque du Lac"), ("bénévoles", "Comité de jumelage")):
        services.add_line(voice, PARTS["sign"], Sign(group=group, sign="positive", stated_by=by))
    services.add_line(voice, PARTS["evidence"], Evidence(kind="informant", source="Médiathèque du Lac"))
    classes = next(one for one in played if one.template == "classes")
    for policy in observatory.policies.exclude(name="Logement pour tous"):
        touch = Touch(
            policy=policy.public_id, how=f"Dit de « {policy.name} » : elle l'accompagne.", stated_by="Adjointe"
        )
        services.add_line(classes, PARTS["policy"], touch)
    everything = [*(one.public_id for one in played), voice.public_id]
    assert moderation.approve(observatory, "effect", everything, by=manager).done == 5


def reader_grades_them(edition: Edition) -> None:
    """Each at its scale, with the letter that its evidence gives."""
    here = edition.effects("epci-243400017")
    assert [one["grade"] for one in here] == ["C", "B", "A", "D", "A"]
    assert [one["counted"] for one in here] == [True, True, True, False, True]
    assert [one["what"][:15] for one in edition.effects("com-34172")] == ["Un rayon de liv"]
    assert edition.effects("dep-42") == []
    classes = next(one for one in here if one["template"] == "classes")
    assert [one["name"] for one in classes["services"]] == ["Direction de l'éducation", "Transports du val"]
    assert [one["name"] for one in classes["policies"]] == ["Accueil des étudiants"]
    assert (classes["discreet_policies"], classes["visible"]) == (1, "residents")
    across = edition.across_services("epci-243400017")
    assert [one.name for one in across.named][:2] == ["Direction de l'éducation", "Service des espaces publics"]
    assert across.silent == ("Culture", "Service monde", "Voirie") and across.described
    told = {one["name"]: [line["effect"]["what"][:13] for line in one["effects"]] for one in edition.policies("FR")}
    assert told == {"Accueil des étudiants": ["Trois classes"], "Logement pour tous": []}
    assert [one["template"] for one in edition.effects_of_marker("cross-border-commuters")] == ["classes"]


def pages_show_them() -> None:
    """On the place, beside the figure cited, on the marker; voices apart, replies whole."""
    page = text_of("/fr/territoire/epci-243400017/")
    for words in (
        "Trois classes restent ouvertes", "Responsable de la cantine", "bon et mauvais", "Droit de réponse", "n&#x27;a pas encore répondu",
        "Nous avons gardé les deux équipes", "Serait réfutée", "Ce qui le contredit", "régule", "Employeurs de Tannberg", "On n&#x27;a prévenu personne", "Une tournée de moins",
    ):  # fmt: skip
        assert words in page, words
    section = page[page.index('id="effects"') :]
    for words in (
        "Direction de l&#x27;éducation", "Deux postes de cantine de plus", "Président du syndicat des transports", "des habitants le voient",
        "Accueil des étudiants", "comptées et non nommées : 1", "Aucune politique n&#x27;est encore dite y toucher", "À l&#x27;échelle de tous les services",
        "<li>Voirie</li>", "Rien n&#x27;est encore dit pour ces services", "Les effets que chaque politique touche", "Aucun effet n&#x27;est encore dit pour :",
    ):  # fmt: skip
        assert words in section.replace("\xa0", " "), words
    across = section[section.index('id="across"') : section.index("</section>")]
    assert "0" not in re.sub("<[^>]*>", "", across)  # a service of which nothing is said is a name, never a zero
    assert "Sans bruit" not in page and "Pas relue" not in page
    assert 'id="across"' not in text_of("/fr/chiffre/cross-border-commuters/epci-243400017/")
    assert section.index("Trois classes") < section.index("Paroles") < section.index("Un rayon de livres")
    assert "Trois classes" in text_of("/fr/chiffre/cross-border-commuters/epci-243400017/")
    assert "soirées" not in text_of("/fr/chiffre/cross-border-commuters/epci-243400017/")
    assert "Trois classes" in text_of("/fr/marqueur/cross-border-commuters/")
    assert "soirées" in text_of("/en/marker/international-nights/")
    english = text_of("/en/territory/epci-243400017/")
    assert "Right of reply" in english and not french_sentences(
        "<body>" + english[english.index('id="effects"') : english.index('id="fields"')]
    )
    assert 'id="effects"' not in text_of("/fr/territoire/dep-42/")


def paper_tells_them(edition: Edition) -> None:
    """In both languages; where there is none, the chapter says so."""
    for language in ("fr", "en"):
        paper = str(chapter(Desk(edition, "epci-243400017", language)))
        assert "Accueil des étudiants" in paper and "Deux postes de cantine de plus" in paper and "Voirie" in paper
        assert "Sans bruit" not in paper and "Pas relue" not in paper
        assert "Société des Quais" in paper and "Un rayon de livres" in paper and "Comité de quartier du Lac" in paper
    assert "Aucun effet n'est inscrit" in str(chapter(Desk(edition, "dep-42")))


def open_data_holds_them(edition: Edition, folder: Path) -> None:
    """One line a group, so that no line tells one side for all."""
    write_effects(edition, folder)
    table = (folder / "effects.csv").read_bytes().decode("utf-8-sig")
    assert table.count("\r\n") == 1 + 3 + 2 + 2 + 3 + 2 and "Comité de quartier du Lac" in table
    services_, policies = ((folder / f"effect-{name}.csv").read_text("utf-8-sig") for name in ("services", "policies"))
    assert services_.count("\n") == 1 + 4 and "Un car de plus le matin" in services_
    assert policies.count("\n") == 1 + 1 and "Accueil des étudiants" in policies
    for path in folder.iterdir():
        assert "Sans bruit" not in path.read_text(encoding="utf-8"), path
    assert len(json.loads((folder / "effects.json").read_text(encoding="utf-8"))) == 5


def text_of(address: str) -> str:
    """The page at this address, which opens."""
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()
