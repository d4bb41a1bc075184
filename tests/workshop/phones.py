"""Simulated phones: a cookie jar, one source address each on loopback, and connections that are cut where one wants. No test."""

from __future__ import annotations

import http.client
import re
import socket
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit


class Phone:
    """What a browser without JavaScript does: reads a page, keeps its cookies, sends its form."""

    def __init__(self, site: str, number: int = 1, cookies: dict[str, str] | None = None) -> None:
        self.host, self.port = urlsplit(site).hostname or "", urlsplit(site).port or 0
        self.source, self.agent = f"127.0.1.{number}", f"Telephone-{number:03d}"
        self.cookies = cookies or {}

    def _headers(self) -> dict[str, str]:
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"User-Agent": self.agent, **({"Cookie": held} if held else {})}

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        status, text, location = self._once(method, path, body)
        return self._ask("GET", location) if status in (301, 302) else (status, text)

    def _once(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """One question and its answer: status, text, and where it leads."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60, source_address=(self.source, 0))
        headers = self._headers()
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        connection.close()
        return answer.status, text, answer.headers["Location"] or ""

    def get(self, path: str) -> str:
        status, text = self._patient("GET", path, "")
        assert status == 200, (status, path, text[:300])
        return text

    def post(self, path: str, said: dict[str, str], page: str) -> tuple[int, str]:
        """The form of `page`, sent; again after a while when the workshop is too busy."""
        return self._patient("POST", path, self._body(said, page))

    def _patient(self, method: str, path: str, body: str) -> tuple[int, str]:
        for _ in range(40):
            status, text = self._ask(method, path, body)
            if status != 503:
                return status, text
            time.sleep(0.2)
        raise AssertionError("the workshop stayed busy")

    def _body(self, said: dict[str, str], page: str) -> str:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "no form on the page"
        return urlencode({**said, "csrfmiddlewaretoken": token[1]})

    def cut(self, path: str, said: dict[str, str], page: str, *, half: bool) -> None:
        """Send the form and hang up: after half of it, or after all of it without reading the answer."""
        body = self._body(said, page).encode()
        head = [f"POST {path} HTTP/1.1", f"Host: {self.host}:{self.port}", f"Content-Length: {len(body)}"]
        head += ["Content-Type: application/x-www-form-urlencoded"]
        head += [f"{name}: {value}" for name, value in self._headers().items()]
        request = "\r\n".join(head).encode() + b"\r\n\r\n" + (body[: len(body) // 2] if half else body)
        with socket.create_connection((self.host, self.port), timeout=60, source_address=(self.source, 0)) as line:
            line.sendall(request)
            if not half:
                time.sleep(0.05)
