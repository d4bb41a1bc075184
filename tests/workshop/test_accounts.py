"""Coming in and going out: invitations, links, passwords; and what an attacker tries at the door."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from longuevue.terms.refusal import Refusal
from longuevue.workshop.accounts import codes, services
from longuevue.workshop.accounts.models import Invitation, Membership, User
from tests.workshop.conftest import PASSWORD


@pytest.fixture
def manager(valmont: Any, person: Callable[..., Any]) -> Any:
    return person(valmont, "manager")


def joining(code: str, email: str = "neuve@valmont.example", **more: str) -> dict[str, str]:
    return {"code": code, "name": "Neuve", "email": email, "password": "quatre mots bien choisis"} | more


def test_invitation_by_mail_opens_one_account_once(manager: Any, valmont: Any, visitor: Callable[..., Client]) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        browser = visitor(manager)
        sent = browser.post(
            "/atelier/o/valmont/membres/inviter/",
            {"addressee": "Mme Neuve", "role": "moderator", "email": "Neuve@valmont.example"},
        )
        assert sent.status_code == 302 and len(mail.outbox) == 1
    body = mail.outbox[0].body
    code = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", body)
    assert code and settings.LONGUEVUE_ADDRESS + "/atelier/invitation/" in body
    newcomer = visitor()
    assert newcomer.post("/atelier/invitation/", joining(code[0].lower().replace("-", " "))).status_code == 302
    member = Membership.objects.get(user__email="neuve@valmont.example")
    assert (member.role, member.observatory) == ("moderator", valmont)
    again = visitor().post("/atelier/invitation/", joining(code[0], "autre@valmont.example"))
    assert again.status_code == 400 and not User.objects.filter(email="autre@valmont.example").exists()


def test_mail_waits_in_a_file_when_no_server_is_set() -> None:
    assert settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")
    assert Path(settings.EMAIL_FILE_PATH).parent.name == "private"


def test_printed_letter_shows_the_code_once_and_the_database_only_its_fingerprint(
    manager: Any, valmont: Any, visitor: Callable[..., Client]
) -> None:
    page = visitor(manager).post(
        "/atelier/o/valmont/membres/inviter/", {"addressee": "La médiathèque", "role": "contributor"}
    )
    code = re.search(r'class="code">([0-9A-Z-]{19})<', page.content.decode())
    assert page.status_code == 200 and code
    invitation = Invitation.objects.get(addressee="La médiathèque")
    assert code[1] not in str(vars(invitation)) and codes.plain(code[1]) not in str(vars(invitation))
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("what", ["expired", "cancelled", "unknown"])
def test_a_dead_code_is_refused_in_the_same_words_whatever_killed_it(manager: Any, valmont: Any, what: str) -> None:
    invitation, code = services.invite(valmont, by=manager, role="contributor", addressee="X")
    if what == "expired":
        Invitation.objects.filter(pk=invitation.pk).update(expires=timezone.now() - dt.timedelta(seconds=1))
    if what == "cancelled":
        services.cancel(invitation)
    with pytest.raises(Refusal) as refusal:
        services.open_invitation(codes.new_code() if what == "unknown" else code)
    assert "n'ouvre rien" in str(refusal.value)


def test_a_form_sets_nothing_it_does_not_ask(manager: Any, valmont: Any, visitor: Callable[..., Client]) -> None:
    _, code = services.invite(valmont, by=manager, role="contributor", addressee="X")
    sly = joining(code, is_operator="1", role="manager", is_active="0", promotes_brand="1", observatory="1")
    assert visitor().post("/atelier/invitation/", sly).status_code == 302
    user = User.objects.get(email="neuve@valmont.example")
    assert not user.is_operator and user.memberships.get().role == "contributor"
    browser = visitor(user)
    browser.post("/atelier/moi/", {"name": "Moi", "is_operator": "1", "email": "x@y.example"})
    user.refresh_from_db()
    assert (user.name, user.is_operator, user.email) == ("Moi", False, "neuve@valmont.example")


def test_a_private_link_closes_at_once_in_every_session(valmont: Any, visitor: Callable[..., Client]) -> None:
    link, token = services.open_link(valmont, "test")
    browser = visitor()
    assert browser.get(f"/atelier/lien/{token}/", follow=True).status_code == 200
    assert token not in str(vars(link))
    services.close_link(link)
    assert browser.get("/atelier/o/valmont/habitant/").status_code == 302
    assert visitor().get(f"/atelier/lien/{token}/").status_code == 404


def test_last_manager_cannot_leave_and_an_ended_role_opens_nothing(
    manager: Any, valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    with pytest.raises(Refusal):
        services.end_membership(manager.memberships.get())
    other = person(valmont, "manager")
    services.end_membership(other.memberships.get())
    assert visitor(other).get("/atelier/o/valmont/").status_code == 404
    assert Membership.objects.filter(user=other).count() == 1


def test_brand_officer_cannot_edit_markers_even_as_manager(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client]
) -> None:
    brand = visitor(person(valmont, "manager", promotes_brand=True))
    assert brand.get("/atelier/o/valmont/marqueurs/").status_code == 200
    for method in (brand.get, brand.post):
        assert method("/atelier/o/valmont/marqueurs/twinnings/").status_code == 403
    assert visitor(person(valmont, "manager")).get("/atelier/o/valmont/marqueurs/twinnings/").status_code == 200


def test_wrong_passwords_lock_the_address_and_a_good_one_is_then_refused(
    manager: Any, visitor: Callable[..., Client]
) -> None:
    def sign_in(password: str) -> Any:
        from django.core.cache import cache

        cache.clear()  # the library's own slowing down is set aside: the count of failures is what is tried
        return visitor().post("/atelier/compte/login/", {"login": manager.email, "password": password})

    assert sign_in(PASSWORD).status_code == 302
    statuses = [sign_in(f"faux {n}").status_code for n in range(9)]
    assert statuses[0] == 200 and 429 in statuses
    assert sign_in(PASSWORD).status_code == 429


def test_signing_in_leads_to_no_other_site(manager: Any, visitor: Callable[..., Client]) -> None:
    for target in ("https://ailleurs.example/", "//ailleurs.example", "/\\ailleurs.example", "javascript:alert(1)"):
        answer = visitor().post(
            f"/atelier/compte/login/?next={target}", {"login": manager.email, "password": PASSWORD, "next": target}
        )
        assert answer["Location"] == "/atelier/", target
    back = visitor().post("/atelier/langue/", {"language": "en", "next": "https://ailleurs.example/"})
    assert "ailleurs" not in back["Location"]


def test_a_forged_host_writes_no_link_in_a_mail(manager: Any, visitor: Callable[..., Client]) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", ALLOWED_HOSTS=["*"]):
        mail.outbox = []
        visitor().post("/atelier/compte/password/reset/", {"email": manager.email}, headers={"host": "voleur.example"})
    assert len(mail.outbox) == 1
    assert settings.LONGUEVUE_ADDRESS in mail.outbox[0].body and "voleur" not in mail.outbox[0].body


def test_an_unknown_host_is_refused(visitor: Callable[..., Client], db: None) -> None:
    assert visitor().get("/atelier/", headers={"host": "voleur.example"}).status_code == 400


def test_a_form_sent_from_another_site_is_refused(manager: Any, valmont: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post("/atelier/o/valmont/membres/inviter/", {"addressee": "X", "role": "manager"})
    assert answer.status_code == 403 and "rien n'a été enregistré" in answer.content.decode().replace("&#x27;", "'")
    assert not Invitation.objects.exists()


def test_a_name_with_markup_is_shown_as_typed(manager: Any, valmont: Any, visitor: Callable[..., Client]) -> None:
    browser = visitor(manager)
    browser.post("/atelier/moi/", {"name": "<script>alert(1)</script>"})
    page = browser.get("/atelier/o/valmont/membres/").content.decode()
    assert "<script>" not in page and "&lt;script&gt;" in page
