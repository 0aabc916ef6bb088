# Set-up, demo, tests, checks, benchmarks. `make demo` and `make test` bring what they need.

.DEFAULT_GOAL := help
SHELL := /bin/bash
BIN := .venv/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
READY := .venv/.ready

# No telemetry, whoever runs what.
export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

.PHONY: help demo test test-exhaustive test-fast lint lint-python lint-sql format bench dev schema docs lock screenshots clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: install it (Debian 12: apt-get install python3.11 python3.11-venv)." >&2; exit 1; }
	@echo "Setting up the environment in .venv (first time: a few minutes)"
	@if command -v uv >/dev/null 2>&1; then \
		uv venv -q --allow-existing --python $(PYTHON) .venv && uv pip sync -q --compile-bytecode --python $(BIN)/python requirements.lock && \
		uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
		{ $(PYTHON) -m venv .venv || { echo "Python's venv is needed: install it (Debian: apt-get install python3-venv)." >&2; exit 1; }; } && \
		$(BIN)/python -m pip install -q --no-compile --disable-pip-version-check --require-hashes --no-deps -r requirements.lock && \
		$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . && \
		{ $(BIN)/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true; } ; \
	fi
	@touch $@

demo: $(READY) ## the fictional city, from files to the dashboard
	@$(BIN)/anlan demo $(if $(PORT),--port $(PORT))

test: $(READY) ## the tests, browser tests included
	@.ci/browser
	@.ci/tests

test-exhaustive: $(READY) ## every other moment to be killed at, and the like
	@.ci/browser
	@$(BIN)/python -m pytest -m exhaustive

test-fast: $(READY) ## unit and architecture tests only
	@$(BIN)/python -m pytest tests/unit tests/architecture

lint: lint-python lint-sql ## ruff, mypy, sqlfluff

lint-python: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lint-sql: $(READY)
	@$(BIN)/sqlfluff lint --disable-progress-bar --processes 0 dbt_project

format: $(READY) ## rewrite code as the linters want it
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix --disable-progress-bar dbt_project

bench: $(READY) ## benchmarks, as ratios within one run
	@$(BIN)/python -m pytest tests/bench -s --no-header -q -p no:cacheprovider

dev: $(READY) ## Dagster's user interface on the city in ANLAN_CITY
	@mkdir -p .dagster_home && cp orchestration/dagster.yaml .dagster_home/dagster.yaml
	@source $(BIN)/activate && DAGSTER_HOME="$(CURDIR)/.dagster_home" dg dev

screenshots: $(READY) ## the README's pictures, from the demo
	@.ci/browser
	@$(BIN)/python -m docs.screenshots

schema: $(READY) ## write the JSON Schemas and the reference of declarations anew
	@$(BIN)/python -m orchestration.registry.schema
	@$(BIN)/python -m orchestration.registry.reference

docs: $(READY) ## write the data dictionary and the page of questions anew
	@$(BIN)/python -m docs.dictionary
	@$(BIN)/python -m docs.questions

lock: ## write requirements.lock anew (needs uv)
	@uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-strip-extras --extra dev -q pyproject.toml -o requirements.lock

clean: ## remove the environment; data stays
	@rm -rf .venv
