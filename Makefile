# Every verb of the project. `make` alone explains them.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

PY := .venv/bin/python
ASPIRANTES ?= 120
SEED ?= 2023
CONVOCATORIA ?= xlvii-enarm-2023
STAY ?=
AT ?=
FRESH ?=
TESTS ?= tests
SHOTS ?= screenshots
WORKERS ?= 2
SOURCES := plumbing services residencias tests bench deploy client

.PHONY: help setup screenshots checks dashboards drill demo up down test test-backends cases lint format proto schema lock bench clean

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: ## Install what is missing: environments from the locks, rabbitmq-server; quick the second time
	@deploy/setup.sh

checks: setup ## Install kubectl (kustomize) and promtool for the tests of deploy/, unless the machine has them
	@deploy/checks.sh

demo: setup ## Run a whole convocatoria (ASPIRANTES=120 SEED=2023 CONVOCATORIA=… STAY=1 keeps it up, FRESH=1 repeats it, PERIODOS=3 the cycle)
	@exec .venv/bin/residencias demo $(CONVOCATORIA) --aspirantes $(ASPIRANTES) --seed $(SEED) $(if $(STAY),--stay) $(if $(FRESH),--fresh) $(if $(PERIODOS),--periodos $(PERIODOS))

up: setup ## Start the system and stay until Ctrl-C (AT=2023-11-17T10:00 sets the clock there)
	@exec .venv/bin/residencias up $(if $(AT),--simulated $(AT))

down: ## Stop the system that runs in this folder
	@.venv/bin/residencias down

test: export WITH_BROWSER := 1
test: setup checks ## Install what is missing and run every test, unit to end to end (TESTS=path WORKERS=2)
	@exec $(PY) -m pytest -n $(WORKERS) $(TESTS)

test-backends: setup ## The tests of storage on SeaweedFS and on MinIO (built with Go; left out without it)
	@exec $(PY) -m tests.backends

screenshots: export WITH_BROWSER := 1
screenshots: export PORTAL_SHOTS := $(abspath $(SHOTS))
screenshots: setup ## A picture of every page of the portal, on phone and desk, light and dark, into SHOTS=folder
	@mkdir -p $(SHOTS)
	@exec $(PY) -m pytest -n 0 tests/browser

drill: setup ## Rehearse operations on real parts: upgrade, replicas, broker, database and S3 away, backup and restore
	@exec $(PY) -m pytest -n $(WORKERS) -v tests/operations

cases: setup ## Which worked examples show each clause of each convocatoria, and which clauses have none
	@exec $(PY) -m tests.cases

lint: setup ## Format check, lint, types, import rules
	.venv/bin/ruff format --check $(SOURCES)
	.venv/bin/ruff check $(SOURCES)
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

format: setup ## Format the code
	.venv/bin/ruff format $(SOURCES)
	.venv/bin/ruff check --fix $(SOURCES)

proto: setup ## Generate contracts/ from proto/
	$(PY) -m grpc_tools.protoc -I contracts=proto --python_out=. --pyi_out=. $$(find proto -name '*.proto')
	$(PY) -m grpc_tools.protoc -I contracts=proto --grpc_python_out=. $$(grep -rl '^service ' proto)
	find contracts -type d -not -name __pycache__ -exec touch {}/__init__.py \;

schema: setup ## Write convocatorias/convocatoria.schema.json from the vocabulary of plumbing/convocatoria
	$(PY) -m plumbing.convocatoria schema > convocatorias/convocatoria.schema.json.new
	mv convocatorias/convocatoria.schema.json.new convocatorias/convocatoria.schema.json

dashboards: setup ## Write deploy/grafana/dashboards/*.json from panels.yaml
	$(PY) deploy/grafana/dashboards.py

lock: setup ## Write the locks again from pyproject.toml (after changing a dependency)
	.venv/bin/uv pip compile -q pyproject.toml --group dev --group embedded --group bench --generate-hashes \
		--no-header --no-emit-index-url --python-version 3.11 -o requirements.lock
	.venv/bin/uv pip compile -q pyproject.toml -c requirements.lock --generate-hashes \
		--no-header --no-emit-index-url --python-version 3.11 -o requirements-runtime.lock
	.venv/bin/uv pip compile -q requirements-secantusdb.in --generate-hashes \
		--no-header --no-emit-index-url --python-version 3.11 -o requirements-secantusdb.lock
	.venv/bin/uv pip compile -q deploy/sbom.in -c requirements.lock --generate-hashes \
		--no-header --no-emit-index-url --python-version 3.11 -o deploy/sbom.lock

bench: setup ## Measure the stated ratios and print them
	@exec $(PY) -m bench

clean: ## Remove local data, caches and environments
	@if [ -x .venv/bin/residencias ]; then .venv/bin/residencias down --quiet || true; fi
	rm -rf .residencias .venv .venv-secantusdb .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
