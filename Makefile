# Every target makes its own set-up. No step needs anything but Python 3.11+, make and the package registry
# that pip is set up for.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := $(VENV)/.packages
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps
JOBS ?= 2

.PHONY: help warehouse test lint types check clean

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# The lock names every package with its hash; the project itself is installed last, from here, in place.
# Without build isolation pip fetches nothing for it. The two stamp files keep this from being done twice.
$(PACKAGES): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Attest needs Python 3.11 or newer; name one with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	@touch $@

$(READY): $(PACKAGES) pyproject.toml
	$(PIP) --no-build-isolation --no-index --editable .
	@touch $@

warehouse: $(READY) ## Build warehouse.duckdb from the bundled documents and say what is in it
	$(BIN)/attest build --warehouse warehouse.duckdb seeds/documents

test: $(READY) ## Run all tests
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

lint: $(READY) ## Check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## Check types
	$(BIN)/mypy

check: lint types test ## All checks

clean: ## Remove what can be made again, warehouse.duckdb included
	rm -rf $(VENV) .build warehouse.duckdb warehouse.duckdb.wal dbt_project/target dbt_project/logs \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: docs confidence evaluation first-contact benchmark

# The outputs in README.md and docs/how-it-works.md are printed by a build made for them, never typed.
docs: $(READY) ## Make the generated pages and printed outputs anew
	rm -rf .build/docs
	$(BIN)/python -m scripts.make_readme --warehouse .build/docs/warehouse.duckdb
	$(BIN)/python -m scripts.make_data_dictionary --warehouse .build/docs/warehouse.duckdb

confidence: $(READY) ## Fit the weights behind the confidence of rows anew; run make evaluation after it
	$(BIN)/python -m scripts.fit_confidence

evaluation: $(READY) ## Measure how well documents are read; run make docs after it
	$(BIN)/python -m scripts.make_evaluation

first-contact: $(READY) ## Score every document of the first-contact log again, with the code of its commit
	$(BIN)/python -m scripts.first_contact check

benchmark: $(READY) ## Time a build of the bundled documents beside plain dbt build
	$(BIN)/python benchmarks/build_bundled.py
