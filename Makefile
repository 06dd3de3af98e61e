# The commands of this repository; `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
N ?= 10000
DEMO := demo
WHEELHOUSE := wheelhouse
EXTRAS ?=
LANGUAGE_SERVER := .cache/yaml-language-server/node_modules/yaml-language-server/package.json

# durable-rules is compiled from source, and names a function that Python 3.13 no longer has.
export CPPFLAGS := -DPyEval_CallObject=PyObject_CallObject $(CPPFLAGS)

.PHONY: help setup check test demo worlds language-server wheelhouse try-wheelhouse bench bench-live bench-large bench-audit bench-sheets bench-spark bench-peers clean
.DEFAULT_GOAL := help

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## a virtual environment in .venv with all that development needs

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed: make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@

check: $(STAMP) ## style, types and import layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: $(STAMP) ## all tests, with the coverage of lines and branches
	$(BIN)/pytest -n auto --cov --cov-report=term

demo: $(STAMP) ## every plan over a synthetic registry of its own place, and each status explained once
	$(BIN)/python examples/five_plans.py $(DEMO)

worlds: $(STAMP) ## N possible worlds: random facts, every way of filling in what is unknown
	POLICYENGINE_WORLDS=$(N) $(BIN)/pytest -q tests/engine/test_worlds.py

language-server: $(LANGUAGE_SERVER) ## yaml-language-server in .cache, on which docs/editing.md is tried (needs npm)

$(LANGUAGE_SERVER):
	npm install --silent --no-audit --no-fund --no-save --prefix .cache/yaml-language-server yaml-language-server@1.25.0

wheelhouse: ## wheels of everything for machines without a network; EXTRAS="postgres audit" for more
	$(PYTHON) packaging/wheelhouse.py $(WHEELHOUSE) $(EXTRAS)

try-wheelhouse: ## install from the wheelhouse and use it where there is no network
	$(PYTHON) packaging/try_offline.py $(WHEELHOUSE) $(EXTRAS)

bench: $(STAMP) ## the benchmarks, each against code written by hand
	$(BIN)/python -m benchmarks

bench-live: $(STAMP) ## a stream of changes through a live session under five plans
	$(BIN)/python -m benchmarks.live

bench-large: $(STAMP) ## 20,000,000 organizations within 4 GiB of memory
	$(BIN)/python -m benchmarks.out_of_core

bench-sheets: $(STAMP) ## CSV files of 1,000,000 rows and workbooks of 100,000, as programs and as people write them
	$(BIN)/python -m benchmarks.sheets

bench-audit: $(STAMP) ## runs on record: what recording, looking up and verifying cost
	$(BIN)/python -m benchmarks.audit

bench-spark: $(STAMP) ## one plan by Spark on one core and on two: how work is shared
	$(BIN)/python -m benchmarks.spark

bench-peers: ## the same rules by other engines, in an environment of its own
	$(PYTHON) -m benchmarks.peers

clean: ## remove what make has made, and every cache
	rm -rf $(VENV) $(DEMO) $(WHEELHOUSE) .cache benchmarks/.cache build dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
