"""Real parts for tests: started once per run, only when a collected test asks for one, stopped at the end.

Fixtures of one run: `rabbitmq_uri`, `mongo_uri`, `s3`, `mail_catcher`. Fixtures of one test, a namespace of its
own: `amqp_uri` (virtual host), `database_prefix`, `bucket_prefix`, `stores` (variables of an api, without a broker),
`mails`, `environment` (variables for a child process) and `config`. An address given in the environment is used instead
of the embedded part; with AMQP_URI, AMQP_MANAGEMENT_URI (http://user:password@host:15672) makes the virtual hosts.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, settings
from pymongo import MongoClient

from plumbing import config as plumbing_config
from residencias import local_settings
from residencias.embedded.mail import MailCatcher
from residencias.embedded.part import Part
from residencias.embedded.rabbitmq import RabbitMQ
from residencias.embedded.seaweedfs import SeaweedFS
from residencias.embedded.secantusdb import SecantusDB
from tests.scheduling import BothEnds

# The same examples in every run, however long a loaded machine takes over one. New ones: --hypothesis-profile=default
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("repeatable")

# fixture of a run -> (the variable that replaces the part, the part)
PARTS: dict[str, tuple[str, type[Part]]] = {
    "rabbitmq_uri": ("AMQP_URI", RabbitMQ),
    "mongo_uri": ("MONGO_URI", SecantusDB),
    "s3": ("S3_ENDPOINT", SeaweedFS),
    "mail_catcher": ("SMTP_URL", MailCatcher),
}


@dataclass(frozen=True)
class S3:
    """Where the object store is and its keys."""

    endpoint: str
    access_key: str
    secret_key: str
    secure: bool = False


class Running:
    """The parts of this run (one set per xdist worker)."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="residencias-tests-"))
        self._parts: dict[str, Part] = {}

    def begin(self, fixture: str) -> None:
        """The part behind the fixture is starting, unless its address is given."""
        variable, kind = PARTS[fixture]
        if fixture not in self._parts and not os.environ.get(variable):
            self._parts[fixture] = kind(self.folder)
            self._parts[fixture].start()

    def part(self, fixture: str) -> Part | None:
        """The ready part; None when the environment gives an address."""
        self.begin(fixture)
        part = self._parts.get(fixture)
        if part:
            part.await_ready()
        return part

    def environment(self, fixture: str) -> dict[str, str]:
        """The variables that lead to it."""
        part = self.part(fixture)
        return {**os.environ, **part.environment()} if part else dict(os.environ)

    def end(self) -> None:
        """No process and no file of this run is left."""
        for part in self._parts.values():
            part.request_stop()
        for part in self._parts.values():
            part.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


RUNNING = pytest.StashKey[Running]()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BothEnds:
    return BothEnds(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """Begins at once whatever the collected tests will ask for, so that it boots while pure tests run."""
    session.config.stash[RUNNING] = running = Running()
    if session.config.option.collectonly:
        return
    wanted = {name for item in getattr(session, "items", []) for name in getattr(item, "fixturenames", ())}
    if "environment" in wanted:
        wanted |= set(PARTS)
    for fixture in PARTS:
        if fixture in wanted:
            running.begin(fixture)


def pytest_unconfigure(config: pytest.Config) -> None:
    running = config.stash.get(RUNNING, None)
    if running:
        running.end()


@pytest.fixture(scope="session")
def running(pytestconfig: pytest.Config) -> Running:
    return pytestconfig.stash[RUNNING]


@pytest.fixture(scope="session")
def rabbitmq_uri(running: Running) -> str:
    """A broker shared by the run; prefer `amqp_uri`, which no other test sees."""
    return running.environment("rabbitmq_uri")["AMQP_URI"]


@pytest.fixture(scope="session")
def mongo_uri(running: Running) -> str:
    """A database server shared by the run; use it with `database_prefix`."""
    return running.environment("mongo_uri")["MONGO_URI"]


@pytest.fixture(scope="session")
def s3(running: Running) -> S3:
    """An object store shared by the run; use it with `bucket_prefix`."""
    found = running.environment("s3")
    secure = found.get("S3_SECURE", "0") == "1"
    return S3(found["S3_ENDPOINT"], found["S3_ACCESS_KEY"], found["S3_SECRET_KEY"], secure)


@pytest.fixture(scope="session")
def mail_catcher(running: Running) -> MailCatcher:
    """The mail server of the run. Skips when SMTP_URL leads elsewhere: nobody could read what was sent."""
    part = running.part("mail_catcher")
    if not isinstance(part, MailCatcher):
        pytest.skip("SMTP_URL leads to a server whose messages this test cannot read")
    return part


@pytest.fixture
def namespace() -> str:
    """A short name nobody else uses."""
    return f"t{uuid4().hex[:10]}"


@pytest.fixture
def amqp_uri(running: Running, rabbitmq_uri: str, namespace: str) -> Iterator[str]:
    """A virtual host of this test alone."""
    part = running.part("rabbitmq_uri")
    if isinstance(part, RabbitMQ):
        yield part.add_vhost(namespace)
        part.delete_vhost(namespace)
        return
    management = os.environ.get("AMQP_MANAGEMENT_URI")
    if not management:
        pytest.skip("AMQP_URI without AMQP_MANAGEMENT_URI: no virtual host of its own for this test")
    user = quote(unquote(urlsplit(rabbitmq_uri).username or "guest"), safe="")
    with httpx.Client(base_url=management, headers={"content-type": "application/json"}) as broker:
        broker.put(f"/api/vhosts/{namespace}").raise_for_status()
        grants = {"configure": ".*", "write": ".*", "read": ".*"}
        broker.put(f"/api/permissions/{namespace}/{user}", json=grants).raise_for_status()
        yield urlsplit(rabbitmq_uri)._replace(path=f"/{namespace}").geturl()
        broker.delete(f"/api/vhosts/{namespace}").raise_for_status()


@pytest.fixture
def database_prefix(mongo_uri: str, namespace: str) -> Iterator[str]:
    """Prefix of this test's databases, which are dropped after it."""
    prefix = f"{namespace}_"
    yield prefix
    with MongoClient[dict[str, object]](mongo_uri) as client:
        for name in client.list_database_names():
            if name.startswith(prefix):
                client.drop_database(name)


@pytest.fixture
def bucket_prefix(s3: S3, namespace: str) -> str:
    """Prefix of this test's buckets."""
    return f"{namespace}-"


@pytest.fixture
def mails(mail_catcher: MailCatcher) -> Callable[[], list[EmailMessage]]:
    """Call it for the messages that arrived since this test began, oldest first."""
    before = {file.name for file in mail_catcher.messages.glob("*.eml")}

    def arrived() -> list[EmailMessage]:
        files = sorted(f for f in mail_catcher.messages.glob("*.eml") if f.name not in before)
        return [message_from_bytes(f.read_bytes(), policy=policy.default) for f in files]  # type: ignore[misc]

    return arrived


@pytest.fixture
def stores(mongo_uri: str, database_prefix: str, s3: S3, bucket_prefix: str) -> dict[str, str]:
    """The variables of this test's own databases and buckets; its broker and its mail are nowhere."""
    return {
        "AMQP_URI": "unused:1",
        "SMTP_URL": "smtp://unused:1",
        "MONGO_URI": mongo_uri,
        "MONGO_DATABASE_PREFIX": database_prefix,
        "S3_ENDPOINT": s3.endpoint,
        "S3_ACCESS_KEY": s3.access_key,
        "S3_SECRET_KEY": s3.secret_key,
        "S3_SECURE": "1" if s3.secure else "0",
        "S3_BUCKET_PREFIX": bucket_prefix,
    }


@pytest.fixture
def environment(amqp_uri: str, stores: dict[str, str], running: Running, tmp_path: Path) -> dict[str, str]:
    """Every variable a process of ours needs, in this test's own namespaces and on free ports."""
    return {
        **os.environ,
        **local_settings.local(tmp_path),
        **stores,
        "SMTP_URL": running.environment("mail_catcher")["SMTP_URL"],
        "AMQP_URI": amqp_uri,
        "QUEUE_TYPE": os.environ.get("QUEUE_TYPE", "classic"),
    }


@pytest.fixture
def config(environment: dict[str, str]) -> plumbing_config.Config:
    """The Config that `environment` describes."""
    return plumbing_config.from_environment(environment)
