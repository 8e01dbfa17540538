"""`residencias`: the system from a terminal. Every failure is one sentence; `--help` teaches."""

from __future__ import annotations

import importlib
import json
import os
import runpy
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console

from plumbing.clock import MEXICO_CITY, SimClock, set_simulated
from plumbing.config import ROOT
from plumbing.errors import NotFound, ResidenciasError, Unavailable
from residencias import interruption, local_settings, systems
from residencias import proof as proofs
from residencias.convocatoria import commands as convocatoria_commands
from residencias.instance import Instance
from residencias.kubernetes import secrets
from residencias.screens import Starting, status_table
from residencias.sentences import sentence

TEXTS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("texts.yaml").read_text(encoding="utf-8"))
OPTIONS: dict[str, str] = TEXTS["options"]
DETACHED_WITHIN_S = 180.0

app = typer.Typer(
    help=TEXTS["app"], no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
)
app.add_typer(convocatoria_commands.app, name="convocatoria")
console = Console()

Name = Annotated[
    str, typer.Option("--instance", "-i", envvar="RESIDENCIAS_INSTANCE", help=OPTIONS["instance"])
]
Moment = typer.Option(formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d"], help=OPTIONS["at"])


@app.command(help=TEXTS["up"])
def up(
    instance: Name = "local",
    detach: Annotated[bool, typer.Option("--detach", "-d", help=OPTIONS["detach"])] = False,
    simulated: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M"], help=OPTIONS["simulated"])
    ] = None,
) -> None:
    place = Instance(instance)
    settings = _simulated(place, simulated) if simulated else {}
    if detach:
        _detached(place, settings)
        return
    from residencias.supervisor import System  # here, because its drivers take a second to import

    with Starting(console, TEXTS) as screen, System(place, settings, screen.step) as system:
        screen.done(system.started_in_s, system.environment["PUBLIC_URL"], system.rss_bytes())
        if desks := local_settings.desks(system.environment):
            screen.accounts(
                desks,
                url=system.environment["PUBLIC_URL"],
                passwords=system.environment.get("STAFF_PASSWORDS_FILE", ""),
                mails=str(place.folder / "parts" / "mail" / "messages"),
            )
        try:
            system.wait()
        finally:
            screen.stopping()


def _simulated(place: Instance, at: datetime) -> dict[str, str]:
    """The variables of a simulated clock that starts at `at`."""
    place.prepare()
    file = place.folder / "clock.json"
    set_simulated(file, at.replace(tzinfo=MEXICO_CITY))
    return {"RESIDENCIAS_CLOCK": "sim", "RESIDENCIAS_CLOCK_PATH": str(file)}


def _detached(place: Instance, settings: dict[str, str]) -> None:
    """The supervisor runs on its own and everything answers. Raises: Unavailable with what it said."""
    place.prepare()
    log = place.logs / "supervisor.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "residencias.supervisor", place.name],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=ROOT, start_new_session=True,
            env={**os.environ, **settings},
        )  # fmt: skip
    deadline = time.monotonic() + DETACHED_WITHIN_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            state = place.state()
        except NotFound:
            time.sleep(0.1)
            continue
        console.print(TEXTS["up_detached"].format(seconds=state["started_in_s"], url=state["url"]))
        return
    console.print(log.read_text(encoding="utf-8").strip() or str(log), soft_wrap=True)
    raise typer.Exit(1)


@app.command(help=TEXTS["down"])
def down(
    instance: Name = "local",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=OPTIONS["quiet"])] = False,
) -> None:
    try:
        Instance(instance).stop()
    except NotFound:
        if not quiet:
            raise
        return
    console.print(TEXTS["stopped"])


@app.command(help=TEXTS["status"])
def status(instance: Name = "local") -> None:
    console.print(status_table(instance, Instance(instance).state(), TEXTS["table"]))


@app.command(help=TEXTS["demo"])
def demo(
    convocatoria: Annotated[str, typer.Argument(envvar="CONVOCATORIA", help=OPTIONS["convocatoria"])],
    aspirantes: Annotated[int, typer.Option(min=1, envvar="ASPIRANTES", help=OPTIONS["aspirantes"])] = 120,
    seed: Annotated[int, typer.Option(envvar="SEED", help=OPTIONS["seed"])] = 2023,
    stay: Annotated[bool, typer.Option("--stay", help=OPTIONS["stay"])] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help=OPTIONS["fresh"])] = False,
    periodos: Annotated[int, typer.Option(min=1, max=3, help=OPTIONS["periodos"])] = 1,
) -> None:
    if periodos > 1:
        cycle = importlib.import_module("residencias.demo.cycle")
        code = cycle.main(convocatoria, aspirantes=aspirantes, seed=seed, periods=periodos, stay=stay)
        raise typer.Exit(code)
    run = importlib.import_module("residencias.demo.run")
    raise typer.Exit(run.main(convocatoria, aspirantes=aspirantes, seed=seed, stay=stay, fresh=fresh))


@app.command(help=TEXTS["verify"])
def verify(
    bundle_in: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=OPTIONS["bundle_in"])],
    bundle_out: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=OPTIONS["bundle_out"])],
) -> None:
    sys.argv = ["verifier", str(bundle_in), str(bundle_out)]
    runpy.run_module("services.allocation.verifier", run_name="__main__")


@app.command(name="verify-fact", help=TEXTS["verify_fact"])
def verify_fact(
    proof: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=OPTIONS["proof"])],
) -> None:
    proved = proofs.read(proof)
    console.print(TEXTS["fact_proved" if proved.holds else "fact_not_proved"].format(**vars(proved)))
    raise typer.Exit(0 if proved.holds else 1)


@app.command(help=TEXTS["clock"])
def clock(
    instance: Name = "local",
    at: Annotated[datetime | None, Moment] = None,
    rate: Annotated[float, typer.Option(help=OPTIONS["rate"])] = 1.0,
) -> None:
    file = Instance(instance).state()["environment"].get("RESIDENCIAS_CLOCK_PATH")
    if not file:
        raise Unavailable("RELOJ_REAL", instancia=instance)
    if at:
        set_simulated(Path(file), at.replace(tzinfo=MEXICO_CITY), rate)
    now = SimClock(Path(file)).now().astimezone(MEXICO_CITY)
    console.print(TEXTS["clock_now"].format(at=now.strftime("%Y-%m-%d %H:%M:%S")))


@app.command(help=TEXTS["keys"])
def keys(
    kubernetes: Annotated[bool, typer.Option("--kubernetes", help=OPTIONS["kubernetes"])] = False,
) -> None:
    if kubernetes:
        typer.echo(json.dumps(secrets(), indent=1))
        return
    for name, value in local_settings.new_secrets().items():
        escaped = value.strip().replace("\n", "\\n")
        typer.echo(f'{name}="{escaped}"')


@app.command(help=TEXTS["token"])
def token(
    client: Annotated[str, typer.Argument(help=OPTIONS["client"])],
    method: Annotated[list[str], typer.Option("--method", "-m", help=OPTIONS["method"])],
    days: Annotated[int, typer.Option(min=1, max=366, help=OPTIONS["days"])] = 30,
) -> None:
    made = systems.token_for(client, method, timedelta(days=days), os.environ)
    typer.echo(made.token)
    typer.echo(TEXTS["token_hecho"].format(id=made.id, sistema=client), err=True)


def main() -> None:
    """Runs a command; 1 and one sentence when it cannot, 130 when interrupted."""
    interruption.listen()
    try:
        code = app(standalone_mode=False)
    except ResidenciasError as error:
        Console(stderr=True).print(
            sentence(error), style="bold red", highlight=False, markup=False, soft_wrap=True
        )
        sys.exit(1)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except Exception as error:
        show = getattr(
            error, "show", None
        )  # what the command line itself refuses: a wrong option, a missing file
        if show is None:
            raise
        show()
        sys.exit(getattr(error, "exit_code", 2))
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
