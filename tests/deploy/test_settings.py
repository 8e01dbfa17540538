"""Every variable that the code reads is given in the cluster as in compose, once, and from the right place."""

from __future__ import annotations

import re
from ipaddress import ip_network

import pytest
import yaml

from plumbing.config import ROOT, SERVICES, from_environment
from residencias.kubernetes import secrets as new_secrets
from tests.deploy.cluster import OVERLAYS, Object, named, of_kind, ours
from tests.embedded.test_env_example import read_by_the_code

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
# Read by the local system only, or for what an installation may add.
LOCAL = {"RESIDENCIAS_HOME", "RESIDENCIAS_INSTANCE", "RESIDENCIAS_CLOCK_PATH", "RPC_ADDRESS"}
OPTIONAL = {
    "CONVOCATORIAS_DIR",
    "CATALOG_DIR",
    "CALENDARS_DIR",
    "RESIDENCIAS_VERSION",
}  # the image carries its own; a folder is mounted
ONLY_GATEWAY = {"RESIDENCIAS_TOKEN_PRIVATE_KEY", "FORWARDED_ALLOW_IPS"}
OIDC = {name for name in read_by_the_code() if name.startswith("OIDC_")}
STAFF = {
    "dev": {"STAFF_FILE"},
    "production": OIDC,
}  # how the institution's people come in; the gateway's matter
ONLY_RPC = {"RPC_TLS_CERT", "RPC_TLS_KEY", "RPC_TLS_CA"}
ONLY_API = {"RPC_REVOKED_FILE"}
CERTIFICATE = {"tls.crt", "tls.key", "ca.crt"}  # what cert-manager keeps in a Secret


def _settings(folder: str) -> dict[str, str]:
    (found,) = [
        one for one in of_kind(folder, "ConfigMap") if one["metadata"]["name"].startswith("settings-")
    ]
    data: dict[str, str] = found["data"]
    return data


def _secret_keys(overlay: str) -> dict[str, set[str]]:
    """Secret → its keys: in production as asked of the vault, in dev as the command line makes them."""
    if overlay == "production":
        return {
            one["spec"]["target"]["name"]: {entry["secretKey"] for entry in one["spec"]["data"]}
            for one in of_kind("overlays/production", "ExternalSecret")
        }
    return {one["metadata"]["name"]: set(one["stringData"]) for one in new_secrets()["items"]}


def _given(overlay: str, pod: Object) -> dict[str, str]:
    """Variable → where its value comes from. A variable given twice is an error."""
    folder = f"overlays/{overlay}"
    (process,) = pod["spec"]["containers"]
    found: dict[str, str] = {}
    for source in process.get("envFrom", ()):
        if "configMapRef" in source:
            more = set(named(folder, "ConfigMap", source["configMapRef"]["name"])["data"])
            origin = "settings"
        else:
            origin = source["secretRef"]["name"]
            more = _secret_keys(overlay)[origin]
        assert not more & found.keys()
        found |= dict.fromkeys(more, origin)
    own = {entry["name"]: _origin(entry) for entry in process.get("env", ()) if entry["name"] != "SERVICE"}
    assert not own.keys() & found.keys()
    return found | own


def _origin(entry: Object) -> str:
    """The secret that an entry of `env` takes its value from, which must have that key; else the pod itself."""
    asked = entry.get("valueFrom", {}).get("secretKeyRef")
    return str(asked["name"]) if asked else "itself"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_variable_the_code_reads_is_set(overlay: str) -> None:
    expected = read_by_the_code() - LOCAL - OPTIONAL
    for name, pod in ours(f"overlays/{overlay}"):
        given = set(_given(overlay, pod))
        wanted = expected - OIDC - {"STAFF_FILE"}
        wanted = wanted | STAFF[overlay] if name.endswith(" gateway") else wanted - ONLY_GATEWAY
        if not (name.endswith("-api") or name.endswith(" gateway")):
            wanted -= ONLY_RPC
        if not name.endswith("-api"):
            wanted -= ONLY_API
        assert given == wanted, name


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_is_secret_is_in_a_secret_and_the_private_key_only_with_the_gateway(overlay: str) -> None:
    for name, pod in ours(f"overlays/{overlay}"):
        for variable, origin in _given(overlay, pod).items():
            secret = re.search(r"SECRET|PRIVATE|ACCESS_KEY|_URI$|SMTP_URL", variable)
            assert (origin in _secret_keys(overlay)) == bool(secret or "TOKEN" in variable), variable
            assert variable != "RESIDENCIAS_TOKEN_PRIVATE_KEY" or name == "Deployment gateway"


def _believed(folder: str) -> list[str]:
    """The networks whose word about a request's origin the gateway believes."""
    (process,) = named(folder, "Deployment", "gateway")["spec"]["template"]["spec"]["containers"]
    return [e["value"] for e in process["env"] if e["name"] == "FORWARDED_ALLOW_IPS"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_says_whose_word_about_the_origin_is_believed_and_nobody_guesses(overlay: str) -> None:
    """A network of pods, never everybody and never all that is private; in production one that must be filled in."""
    assert _believed("base") == []
    (value,) = _believed(f"overlays/{overlay}")
    networks = [ip_network(one) for one in value.split(",")]
    assert all(network.is_private and network.prefixlen >= 16 for network in networks)
    if overlay == "production":
        assert all(network.subnet_of(ip_network("192.0.2.0/24")) for network in networks)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_settings_are_a_config_that_finds_every_service(overlay: str) -> None:
    folder = f"overlays/{overlay}"
    settings = _settings(folder)
    secret = dict.fromkeys(_secret_keys(overlay)["residencias"], "x")
    config = from_environment({**settings, **secret})
    for service in SERVICES:
        host, _, port = config.rpc_addresses[service].partition(":")
        offered = named(folder, "Service", host)["spec"]["ports"]
        assert [p["port"] for p in offered] == [int(port)]
    assert config.rpc_bind.endswith(":50051")
    assert config.environment in ("production", "staging")


def test_compose_and_the_cluster_agree_on_variables_addresses_and_ports() -> None:
    settings = _settings("overlays/dev")
    secrets = _secret_keys("dev")["residencias"]
    compose = COMPOSE["services"]["validation-api"]["environment"]
    by_image = {"HTTP_BIND", "RPC_BIND"}  # compose leaves these to the image
    by_default = {"RESIDENCIAS_CLOCK", "MONGO_DATABASE_PREFIX", "S3_BUCKET_PREFIX"}
    folders = OPTIONAL  # mounted by compose where it offers a folder
    assert set(compose) - folders == (set(settings) | secrets) - by_image - by_default
    same = {name for name in settings if name.startswith("RPC_ADDRESS_")} | {
        "S3_ENDPOINT", "METRICS_PORT", "QUEUE_TYPE",
    }  # fmt: skip
    unless_given = {name: re.sub(r"^\$\{\w+:-(.+)\}$", r"\1", compose[name]) for name in same}
    assert unless_given == {name: settings[name] for name in same}
    binds = dict(re.findall(r"(HTTP_BIND|RPC_BIND)=(\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8")))
    assert binds == {name: settings[name] for name in by_image}


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_secret_that_is_mentioned_is_made_by_somebody(overlay: str) -> None:
    folder = f"overlays/{overlay}"
    certificates = {c["spec"]["secretName"]: CERTIFICATE for c in of_kind(folder, "Certificate")}
    made = _secret_keys(overlay) | certificates
    asked = {
        v["secret"]["secretName"] for _, pod in ours(folder) for v in pod["spec"]["volumes"] if "secret" in v
    }
    asked |= {
        s["secretRef"]["name"]
        for _, pod in ours(folder)
        for s in pod["spec"]["containers"][0]["envFrom"]
        if "secretRef" in s
    }
    for one in of_kind(folder, "TriggerAuthentication"):
        for entry in one["spec"]["secretTargetRef"]:
            asked.add(entry["name"])
            assert entry["key"] in made[entry["name"]]
    for one in of_kind(folder, "RabbitmqCluster"):
        asked |= {one["spec"]["secretBackend"]["externalSecret"]["name"], one["spec"]["tls"]["secretName"]}
    for one in of_kind(folder, "MongoDBCommunity"):
        asked |= {user["passwordSecretRef"]["name"] for user in one["spec"]["users"]}
        asked.add(one["spec"]["security"]["tls"]["certificateKeySecretRef"]["name"])
    assert asked <= made.keys()
