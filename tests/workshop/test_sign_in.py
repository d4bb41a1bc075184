"""Signing in: a second factor that cannot be stepped around, a directory (OIDC) that gives no role, codes by mail and by letter.
The OIDC provider is a small server of the test's own, on this machine."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client, override_settings

from longuevue.workshop.accounts.models import Membership, User
from tests.workshop.conftest import PASSWORD

LOGIN, HOME = "/atelier/compte/login/", "/atelier/o/valmont/"
SECOND = "/atelier/compte/2fa/authenticate/"


def code_now(secret: str) -> str:
    """What the person's telephone shows."""
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def with_second_factor(user: Any) -> str:
    """Turn the second factor on; its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def outside(browser: Client) -> bool:
    """The observatory asks to sign in first."""
    answer = browser.get(HOME)
    return answer.status_code == 302 and answer["Location"].startswith(LOGIN)


@pytest.fixture
def member(valmont: Any, person: Callable[..., Any]) -> Any:
    return person(valmont, "contributor")


def test_the_second_factor_is_stepped_around(member: Any, visitor: Callable[..., Client]) -> None:
    secret = with_second_factor(member)
    browser = visitor()
    asked = browser.post(LOGIN, {"login": member.email, "password": PASSWORD, "next": HOME})
    assert asked.status_code == 302 and asked["Location"].startswith(SECOND)
    assert outside(browser), "the password alone opens nothing"
    for address in ("/atelier/moi/", "/atelier/compte/2fa/", "/atelier/compte/2fa/totp/deactivate/"):
        assert browser.get(address)["Location"].startswith(LOGIN), address
    assert browser.post("/atelier/compte/2fa/totp/deactivate/")["Location"].startswith(LOGIN)
    wrong = f"{(int(code_now(secret)) + 1) % 1_000_000:06}"
    assert browser.post(SECOND, {"code": wrong}).status_code == 200 and outside(browser)
    good = code_now(secret)
    assert browser.post(SECOND, {"code": good}).status_code == 302
    assert browser.get(HOME).status_code == 200
    thief = visitor()
    thief.post(LOGIN, {"login": member.email, "password": PASSWORD})
    thief.post(SECOND, {"code": good})
    assert outside(thief), "a code serves once"


class Directory(BaseHTTPRequestHandler):
    """A provider that says of the person what `claims` says."""

    claims: dict[str, Any] = {}  # noqa: RUF012 -- set by each test

    def log_message(self, *_: Any) -> None: ...

    def _say(self, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        here = f"http://{self.headers['Host']}"
        if self.path.startswith("/.well-known/"):
            self._say(
                {
                    "issuer": here, "authorization_endpoint": f"{here}/authorize", "token_endpoint": f"{here}/token",
                    "userinfo_endpoint": f"{here}/userinfo", "jwks_uri": f"{here}/jwks",
                    "response_types_supported": ["code"], "id_token_signing_alg_values_supported": ["HS256"],
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )  # fmt: skip
        elif self.path == "/userinfo":
            self._say(self.claims)
        else:
            self._say({"keys": []})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        here = f"http://{self.headers['Host']}"
        token = {"iss": here, "aud": "longuevue", "iat": int(time.time()), "exp": int(time.time()) + 60, **self.claims}
        signed = jwt.encode(token, "x" * 32, algorithm="HS256")
        self._say({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": signed})


@pytest.fixture
def directory() -> Iterator[type[Directory]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Directory)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    one = {
        "provider_id": "oidc", "name": "Annuaire", "client_id": "longuevue", "secret": "s" * 32,
        "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
    }  # fmt: skip
    try:
        with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [one]}}):
            yield Directory
    finally:
        server.shutdown()
        server.server_close()


def by_directory(browser: Client) -> Any:
    """The way through the provider and back; the last answer."""
    sent = browser.post("/atelier/compte/oidc/oidc/login/")
    assert sent.status_code == 302 and "/authorize?" in sent["Location"]
    asked = parse_qs(urlsplit(sent["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return browser.get(urlsplit(asked["redirect_uri"][0]).path, {"code": "c", "state": asked["state"][0]})


def claims(email: str, **more: Any) -> dict[str, Any]:
    return {"sub": "42", "email": email, "email_verified": True, "name": "Zoé", **more}


BOASTS = {"is_operator": True, "is_staff": True, "role": "manager", "roles": ["manager"], "groups": ["operators"]}


def test_the_directory_gives_a_role_by_itself(
    directory: type[Directory], member: Any, visitor: Callable[..., Client]
) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)
    directory.claims = claims(member.email, **BOASTS)
    browser = visitor()
    assert by_directory(browser).status_code == 302
    assert browser.get(HOME).status_code == 200 and browser.get(f"{HOME}membres/").status_code == 403
    member.refresh_from_db()
    assert not member.is_operator and [m.role for m in Membership.objects.filter(user=member)] == ["contributor"]


def test_the_directory_opens_an_account_for_whoever_it_knows(
    directory: type[Directory], valmont: Any, visitor: Callable[..., Client]
) -> None:
    directory.claims = claims("inconnue@valmont.example", **BOASTS)
    browser = visitor()
    by_directory(browser)
    assert outside(browser) and not User.objects.filter(email="inconnue@valmont.example").exists()


def test_an_address_the_directory_did_not_check_opens_somebody_elses_account(
    directory: type[Directory], member: Any, visitor: Callable[..., Client]
) -> None:
    directory.claims = claims(member.email, email_verified=False)
    browser = visitor()
    by_directory(browser)
    assert outside(browser)


def test_the_directory_steps_around_the_second_factor(
    directory: type[Directory], member: Any, visitor: Callable[..., Client]
) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)
    secret = with_second_factor(member)
    directory.claims = claims(member.email)
    browser = visitor()
    assert by_directory(browser)["Location"].startswith(SECOND) and outside(browser)
    assert browser.post(SECOND, {"code": code_now(secret)}).status_code == 302
    assert browser.get(HOME).status_code == 200


def test_a_forged_state_comes_back_signed_in(
    directory: type[Directory], member: Any, visitor: Callable[..., Client]
) -> None:
    directory.claims = claims(member.email)
    browser = visitor()
    browser.get("/atelier/compte/oidc/oidc/login/callback/", {"code": "c", "state": "inventé"})
    assert outside(browser)


def test_an_invitation_by_mail_waits_in_no_file(
    valmont: Any, person: Callable[..., Any], visitor: Callable[..., Client], tmp_path: Path
) -> None:
    sent = {"addressee": "Mme Neuve", "role": "contributor", "email": "neuve@valmont.example"}
    with override_settings(EMAIL_FILE_PATH=str(tmp_path)):
        visitor(person(valmont, "manager")).post(f"{HOME}membres/inviter/", sent)
    (file,) = tmp_path.iterdir()
    code = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", file.read_text(encoding="utf-8"))
    assert code
    joining = {"code": code[0], "name": "Neuve", "email": sent["email"], "password": "quatre mots bien choisis"}
    assert visitor().post("/atelier/invitation/", joining).status_code == 302
    assert Membership.objects.get(user__email=sent["email"]).role == "contributor"
