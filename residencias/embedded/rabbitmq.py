"""A private RabbitMQ node: own name, ports, user, data and port mapper; the system's is not touched."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from plumbing.errors import Unavailable
from residencias.embedded import probes
from residencias.embedded.child import Child
from residencias.embedded.part import Part
from residencias.embedded.ports import HOST, is_open, remembered

# The wrapper in /usr/sbin switches users; this is the real one.
SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
NODE = "residencias@localhost"
CONFIG = """\
listeners.tcp.1 = {host}:{port}
default_user = residencias
default_pass = {password}
loopback_users = none
log.file.level = warning
log.console = false
disk_free_limit.absolute = 200MB
vm_memory_high_watermark.absolute = 1GB
"""


class RabbitMQ(Part):
    """The node and its epmd. Without our own epmd in the foreground, erl would leave a daemon behind."""

    name: ClassVar[str] = "rabbitmq"

    def prepare(self) -> Sequence[Child]:
        epmd = shutil.which("epmd")
        if not SERVER.exists() or not epmd:
            raise Unavailable("RABBITMQ_NO_INSTALADO", ruta=str(SERVER))
        self.ports = remembered(self.folder / "ports.json", ("amqp", "dist", "epmd"))
        self.password = _kept_secret(self.folder / "password")
        (self.folder / "home").mkdir(exist_ok=True)
        config = CONFIG.format(host=HOST, port=self.ports["amqp"], password=self.password)
        (self.folder / "rabbitmq.conf").write_text(config, encoding="utf-8")
        (self.folder / "rabbitmq.conf").chmod(0o600)
        (self.folder / "enabled_plugins").write_text("[].\n", encoding="utf-8")
        mapper = Child(
            [epmd, "-port", str(self.ports["epmd"]), "-address", HOST],
            log=self.folder / "epmd.log",
            environment=self._environment(),
        )
        node = Child([str(SERVER)], log=self.log, environment=self._environment(), folder=self.folder)
        return mapper, node

    def _environment(self) -> dict[str, str]:
        data = self.folder
        return {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LANG": "C.UTF-8",
            "HOME": str(data / "home"),
            "RUNNING_UNDER_SYSTEMD": "true",  # the script then becomes the node instead of a shell beside it
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_NODE_PORT": str(self.ports["amqp"]),
            "RABBITMQ_DIST_PORT": str(self.ports["dist"]),
            "RABBITMQ_MNESIA_BASE": str(data / "mnesia"),
            "RABBITMQ_LOG_BASE": str(data / "log"),
            "RABBITMQ_CONFIG_FILE": str(data / "rabbitmq.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(data / "enabled_plugins"),
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_PID_FILE": str(data / "node.pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "ERL_EPMD_PORT": str(self.ports["epmd"]),
            "ERL_EPMD_ADDRESS": HOST,
            "ERL_CRASH_DUMP_BYTES": "0",
            "ERL_AFLAGS": "-start_epmd false",  # never a daemon that outlives us, not even while we are killed
        }

    def probe(self) -> None:
        if not is_open(self.ports["amqp"]):
            raise Unavailable("BROKER_NO_RESPONDE", direccion=f"{HOST}:{self.ports['amqp']}")
        probes.amqp(self.environment()["AMQP_URI"])

    def environment(self) -> dict[str, str]:
        uri = f"amqp://residencias:{self.password}@{HOST}:{self.ports['amqp']}//"
        return {"AMQP_URI": uri, "QUEUE_TYPE": "classic"}

    def add_vhost(self, name: str) -> str:
        """A virtual host of that name exists and our user may do everything in it; its address."""
        self._evaluate(f'rabbit_vhost:add(<<"{name}">>, <<"residencias">>)')
        grants = f'<<"residencias">>, <<"{name}">>, <<".*">>, <<".*">>, <<".*">>, <<"residencias">>'
        self._evaluate(f"rabbit_auth_backend_internal:set_permissions({grants})")
        return self.environment()["AMQP_URI"].removesuffix("//") + f"/{name}"

    def delete_vhost(self, name: str) -> None:
        """The virtual host and everything in it are gone."""
        self._evaluate(f'rabbit_vhost:delete(<<"{name}">>, <<"residencias">>)')

    def _evaluate(self, expression: str) -> None:
        """The node has evaluated it: in milliseconds, where `rabbitmqctl` takes two seconds to start."""
        argv = ["erl_call", "-sname", NODE, "-e"]
        answer = subprocess.run(
            argv,
            check=False,
            input=f"{expression}.\n",
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=30,
        )
        if answer.returncode or not answer.stdout.startswith("{ok, ok"):
            raise RuntimeError(f"{expression}: {answer.stdout}{answer.stderr}")


def _kept_secret(file: Path) -> str:
    """The same secret at every start of this instance: the node keeps its user in its data."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24), encoding="utf-8")
    return file.read_text(encoding="utf-8")
