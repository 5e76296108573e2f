# Needs Python 3.11 or later and make. Everything is installed into $(VENV); nothing is written outside this folder.

VENV ?= .venv
PYTHON ?= python3.11
YEAR ?= 2021
BOARD ?= regionstyrelsen
COMMIT ?= d6e6bd4

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip
# The requirement files are complete, so nothing is left for pip to resolve (`pip check` says so if that is not true).
INSTALL := $(PIP) install -qq --no-input --no-deps
CHECK := problems=$$($(PIP) check) || { echo "$$problems" >&2; exit 1; }

# Tests share the cores; more workers than these start more than they save. On one core there is none.
PARALLEL := -n auto --maxprocesses=8 --dist=worksteal
# What Python compiles of tests and tools is kept, whatever the shell says: a run starts seconds earlier with it.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_CACHE_DIR ?= $(CURDIR)/.cache/pip

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup report test test-fast check mutants check-documents compare format golden schema bench clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.run-time ## install vbgen and what it needs into .venv

report: $(VENV)/.run-time ## render the documents of one board (YEAR=2021 BOARD=regionstyrelsen)
	@PYTHONUTF8=1 $(BIN)/vbgen render --year '$(YEAR)' --nämnd '$(BOARD)'

test: $(VENV)/.dev ## run the tests
	@$(PYTEST) $(PARALLEL)

test-fast: $(VENV)/.dev ## run the tests that start no process
	@$(PYTEST) -m 'not process'

check: $(VENV)/.dev ## lint, check formatting, types and layers, run the tests, measure what they reach
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --strict src tests scripts
	@$(BIN)/lint-imports --no-logo
	@$(PYTEST) $(PARALLEL) --cov

mutants: $(VENV)/.dev ## change rules and tables in 400 places, and print the changes that no test notices
	@$(BIN)/python -m scripts.mutants

check-documents: $(VENV)/.run-time ## validate all that is rendered, with validators that are installed into build/tools
	@PYTHONUTF8=1 $(BIN)/python -m scripts.check_documents

compare: $(VENV)/.run-time ## compare all that is printed and written with what an earlier commit did (COMMIT=d6e6bd4)
	@$(BIN)/python -m scripts.compare '$(COMMIT)'

format: $(VENV)/.dev ## format the code and mend what ruff can mend
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

golden: $(VENV)/.dev ## write the expected results of the golden tests anew
	@$(PYTEST) --update-golden

schema: $(VENV)/.run-time ## write the JSON schemas for editors into schema/
	@$(BIN)/vbgen schema --output schema

bench: $(VENV)/.dev ## measure how long a large workspace takes
	@$(BIN)/python benchmarks/bench.py
	@$(BIN)/python benchmarks/bench.py scale

clean: ## remove what was installed, rendered and cached
	@rm -rf '$(VENV)' .cache build dist .vbgen .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache src/*.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps are older than the files that they depend on only when something has to be installed again.
$(VENV)/.run-time: requirements.txt pyproject.toml src/vbgen/__init__.py | $(BIN)/python
	@echo 'Installing vbgen into $(VENV) ...' >&2
	@$(INSTALL) -r requirements.txt
	@$(INSTALL) --no-build-isolation -e .
	@$(CHECK)
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run-time
	@echo 'Installing the tools for developers into $(VENV) ...' >&2
	@$(INSTALL) --no-compile -r requirements-dev.txt
	@$(CHECK)
	@touch $@

$(BIN)/python:
	@for python in '$(PYTHON)' python3 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then exec "$$python" -m venv '$(VENV)'; fi; \
	done; \
	echo 'Python 3.11 or later is needed: make PYTHON=/path/to/python3.11' >&2; exit 1
