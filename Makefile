# Plumbline. `make run` and `make test` do all the set-up they need.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8050
WORKERS ?= 2

.DEFAULT_GOAL := help

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: .venv/.runtime  ## build the environment for running the application

run: env  ## load the sample districts and serve the application
	@PORT=$(PORT) $(BIN)/python cli.py demo --serve

test: .venv/.development system  ## install what tests need and run them all
	@$(BIN)/python scripts/run_tests.py --workers $(WORKERS)

fast: .venv/.development  ## only the tests that need no browser
	@$(BIN)/pytest -n $(WORKERS) -m "not e2e and not slow"

e2e: .venv/.development system  ## only the tests that drive a browser
	@$(BIN)/pytest -m e2e

bench: .venv/.development  ## ratios against hand-written baselines, at 1 M lines
	@$(BIN)/python -m bench --lines 1000000

bench-10m: .venv/.development  ## the same at 10 M lines (about half an hour)
	@$(BIN)/python -m bench --lines 10000000

load-test: .venv/.development system  ## 50 and 200 people at once, three runs each (about 20 minutes)
	@$(BIN)/python -m bench --lines $(or $(LINES),1000000) --only crowd

truth: .venv/.development  ## the sample district against its truth at LINES lines (400,000)
	@CEDAR_LINES=$(or $(LINES),400000) $(BIN)/pytest tests/data/sample/test_cedar_valley_load.py

rosters: .venv/.development  ## three whole rosters of a large district through the uploads
	@ROSTERS=all $(BIN)/pytest tests/loaders/uploads/test_chicago.py

crash-soak: .venv/.development  ## three hundred kills of a load
	@CRASHES=300 $(BIN)/pytest tests/loaders/test_crash.py

lint: .venv/.development  ## style and import contracts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --no-cache

types: .venv/.development  ## static types
	@$(BIN)/mypy

docs: .venv/.development  ## write the generated pages of docs/ anew
	@$(BIN)/python scripts/write_docs.py

requirements: .venv/.development  ## compile the pinned requirements anew
	@$(BIN)/uv pip compile -q --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@$(BIN)/uv pip compile -q --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt

clean:  ## remove the environment and everything that was built (never var/)
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

system:
	@sh scripts/system_packages.sh

.venv/bin/python:
	@sh scripts/make_venv.sh $(PYTHON)

.venv/.runtime: requirements.txt .venv/bin/python
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@printf '#!/bin/sh\nexec "%s/.venv/bin/python" "%s/cli.py" "$$@"\n' "$(CURDIR)" "$(CURDIR)" > $(BIN)/plumbline
	@chmod +x $(BIN)/plumbline && touch $@

.venv/.development: requirements-dev.txt .venv/.runtime
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

.PHONY: help env run test fast e2e bench bench-10m load-test truth crash-soak lint types docs requirements clean system
