#!/usr/bin/env bash
# Installs what is missing and nothing else: Python environments from the locks, and, unless the address of another
# is given, the broker from the distribution; for the tests, a browser. Quick when everything is there: one stamp per step.
set -euo pipefail
cd "$(dirname "$0")/.."

ROOT=$PWD
VENV=$ROOT/.venv
SECANTUS=$ROOT/.venv-secantusdb
PYTHON=${PYTHON:-python3.11}

say() { printf '  %s\n' "$*"; }
fail() { printf 'residencias: %s\n' "$*" >&2; exit 1; }
digest() { cat "$@" | sha256sum | cut -c1-16; }

# as_root COMMAND…: as root or with sudo; one sentence when neither is possible.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        sudo "$@"
    else
        fail "Falta instalar $WANTED y este usuario no puede hacerlo: no es root ni tiene sudo sin contraseña." \
            "Pide a quien administra la máquina que corra «apt-get install $WANTED» y repite «make setup»" \
            "(o define AMQP_URI con la dirección de tu broker)."
    fi
}

# Debian starts a service of its own on install; ours is private, so that one must stay off.
install_packages() {
    WANTED="$*"
    command -v apt-get >/dev/null ||
        fail "Falta $WANTED y esta máquina no usa apt-get. Instálalo a mano y repite «make setup»."
    say "instalando del sistema: $WANTED"
    as_root true
    local guard=/usr/sbin/policy-rc.d
    if [ ! -e $guard ]; then
        as_root sh -c "printf '#!/bin/sh\nexit 101\n' > $guard && chmod 755 $guard"
        trap "as_root rm -f $guard" EXIT
    fi
    {
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
            as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
    } >"$ROOT/.setup-apt.log" 2>&1 ||
        fail "No se pudo instalar $WANTED con apt-get. El motivo está en .setup-apt.log (¿hay red?, ¿otro apt en marcha?)."
    rm -f "$ROOT/.setup-apt.log"
    if [ -n "$(trap -p EXIT)" ]; then
        as_root rm -f $guard
        trap - EXIT
    fi
}

system_packages() {
    local missing=()
    if ! command -v "$PYTHON" >/dev/null; then
        missing+=(python3.11 python3.11-venv)
    elif ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
        missing+=(python3.11-venv)
    fi
    if [ -z "${AMQP_URI:-}" ] && { [ ! -e /usr/lib/rabbitmq/bin/rabbitmq-server ] || ! command -v epmd >/dev/null; }; then
        missing+=(rabbitmq-server)
    fi
    [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] || missing+=(fonts-dejavu-core)
    if [ -n "${WITH_BROWSER:-}" ] && [ ! -x "${CHROMIUM:-/usr/bin/chromium}" ]; then
        missing+=(chromium) # only the tests of the portal need it
    fi
    [ ${#missing[@]} = 0 ] || install_packages "${missing[@]}"
    command -v "$PYTHON" >/dev/null ||
        fail "No se encontró Python 3.11. Instálalo (o indica dónde está con PYTHON=/ruta/python3.11) y repite «make setup»."
}

# once NAME DIGEST FUNCTION: runs the function unless it has succeeded with this digest before.
once() {
    local stamp=$VENV/.setup-$1-$2
    [ -e "$stamp" ] && return 0
    say "$4"
    "$3"
    rm -f "$VENV/.setup-$1-"*
    touch "$stamp"
}

make_venv() { "$PYTHON" -m venv "$VENV"; }
get_uv() { "$VENV/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r deploy/uv.lock; }
get_dependencies() { "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --require-hashes -r requirements.lock; }
link_project() { "$VENV/bin/uv" pip install -q --python "$VENV/bin/python" --no-deps --no-build-isolation -C editable_mode=compat -e .; }
get_secantusdb() {
    [ -x "$SECANTUS/bin/python" ] || "$PYTHON" -m venv --without-pip "$SECANTUS"
    "$VENV/bin/uv" pip install -q --python "$SECANTUS/bin/python" --require-hashes -r requirements-secantusdb.lock
}

system_packages
"$PYTHON" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' ||
    fail "Se necesita Python 3.11 y $PYTHON es otra versión. Indica dónde está con PYTHON=/ruta/python3.11."
[ -x "$VENV/bin/python" ] || { say "creando el entorno"; make_venv; }
once uv "$(digest deploy/uv.lock)" get_uv "instalando uv"
once dependencies "$(digest requirements.lock)" get_dependencies "instalando dependencias (con huella)"
once project "$(digest pyproject.toml)" link_project "enlazando el proyecto"
if [ -z "${MONGO_URI:-}" ]; then
    [ -x "$SECANTUS/bin/secantusd-py" ] || rm -f "$VENV"/.setup-secantusdb-*
    once secantusdb "$(digest requirements-secantusdb.lock)" get_secantusdb "instalando la base local"
fi
