"""A client of the REST API as a careful program writes it: sessions, keys, patience when a service restarts."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from residencias.demo.driver.clicks import Clicks, Refused

PATIENCE_S = 90.0
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 2.0
__all__ = ["Counters", "Refused", "Rest"]
TIMEOUT = httpx.Timeout(60.0, connect=5.0)


@dataclass
class Counters:
    """What the client saw, for the summary."""

    calls: int = 0
    repeated: int = 0


class Rest:
    """The API at `url`. One object serves all threads; a `Session` is one person's."""

    def __init__(self, url: str, *, double_clicks: bool = False, two_keys: bool = False) -> None:
        self._http = httpx.Client(
            base_url=f"{url}/api/v1",
            timeout=TIMEOUT,
            limits=httpx.Limits(max_connections=64),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # tokens only: many people share it
        )
        self.counters = Counters()
        self._clicks = Clicks(double_clicks, two_keys)
        self.disagreements = self._clicks.disagreements
        self._ended = threading.Event()

    @property
    def pairs(self) -> int:
        """How many commands were clicked twice."""
        return self._clicks.pairs

    @property
    def is_closed(self) -> bool:
        return self._ended.is_set()

    def close(self) -> None:
        """No more patience: calls under way are refused at their next attempt."""
        self._ended.set()
        self._http.close()

    def get(self, path: str, token: str = "", **query: Any) -> Any:
        """The JSON answer. Raises Refused."""
        return self._send("GET", path, token, params=query).json()

    def content(self, path: str, token: str = "", **query: Any) -> bytes:
        """The bytes of a download. Raises Refused."""
        return self._send("GET", path, token, params=query).content

    def post(self, path: str, token: str = "", body: Mapping[str, Any] | None = None, **more: Any) -> Any:
        """A command under an idempotency key of its own. Raises Refused."""
        return self.command("POST", path, token, json=dict(body or {}), **more).json()

    def put(self, path: str, token: str = "", body: Mapping[str, Any] | None = None) -> Any:
        return self.command("PUT", path, token, json=dict(body or {})).json()

    def upload(self, path: str, token: str, filename: str, content: bytes, mime: str, **form: str) -> Any:
        """A file with its form fields. Raises Refused."""
        return self.command("POST", path, token, files={"file": (filename, content, mime)}, data=form).json()

    def letter(self, path: str, token: str, **query: str) -> httpx.Response:
        """A PDF with its headers. Raises Refused."""
        return self.command("POST", path, token, params=query)

    def command(
        self, verb: str, path: str, token: str, *, twice: bool = False, **sent: Any
    ) -> httpx.Response:
        """Sent once, or clicked twice at once, with the same key or with two: see `Clicks`."""
        keys = self._clicks.keys(path, twice)
        if len(keys) == 1:
            return self._send(verb, path, token, key=keys[0], **sent)
        answers: dict[int, httpx.Response | Refused] = {}

        def click(nth: int) -> None:
            try:
                answers[nth] = self._send(verb, path, token, key=keys[nth], **sent)
            except Refused as refused:
                answers[nth] = refused

        second = threading.Thread(target=click, args=(1,))
        second.start()
        click(0)
        second.join()
        return self._clicks.judge(verb, path, keys, answers[0], answers[1])

    def _send(self, verb: str, path: str, token: str, key: str = "", **sent: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if key:
            headers["Idempotency-Key"] = key
        deadline = time.monotonic() + PATIENCE_S
        pause = FIRST_PAUSE_S
        while True:
            self.counters.calls += 1
            try:
                answer = self._http.request(verb, path, headers=headers, **sent)
            except (httpx.TransportError, RuntimeError) as error:  # RuntimeError: the client was closed
                problem: Mapping[str, Any] = {"code": "SIN_CONEXION", "title": str(error)}
            else:
                if answer.is_success:
                    return answer
                problem = _problem(answer)
                if answer.status_code not in (502, 503, 504) and problem.get("code") != "VERSION_PERDIDA":
                    raise Refused(problem)
            if time.monotonic() > deadline or self.is_closed:
                raise Refused(problem)
            self.counters.repeated += 1
            self._ended.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)


def _problem(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        return dict(answer.json())
    except ValueError:
        return {"code": f"HTTP_{answer.status_code}", "title": answer.text[:200]}
