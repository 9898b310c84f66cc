# Everything a person types. `make` alone prints this help.
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3.11
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test lint types rooms fmt migrations bench lock clean

help: ## print this help
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/pyvenv.cfg:
	@command -v $(PYTHON) >/dev/null && $(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)

$(VENV)/.run: $(VENV)/pyvenv.cfg requirements.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q creditsvc migrations  # many short processes read them
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

setup: $(VENV)/.run ## install the program and what it needs to run
setup-dev: $(VENV)/.dev ## the same, and the tools of development

demo: setup ## fill a database with the real cases and serve on PORT (8000) until Ctrl-C
	@PORT=$(PORT) $(BIN)/creditsvc demo --serve

test: setup-dev lint types rooms ## every gate and every test, on both engines
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: setup-dev ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev ## mypy, strict
	$(BIN)/mypy

rooms: setup-dev ## import-linter: floors and rooms
	$(BIN)/lint-imports

fmt: setup-dev ## format and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

migrations: setup-dev ## migrations alone: one head, drift, up-down-up
	$(BIN)/python -m pytest tests/migrations

bench: setup-dev ## measure: ratios against a bare Flask view in the same run
	$(BIN)/python -m bench

lock: setup-dev ## pin all requirements again, with hashes
	$(BIN)/uv pip compile -q pyproject.toml --extra build --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra build --extra dev -c requirements.txt --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.txt

clean: ## remove what the demo made
	rm -rf var demo-credentials.json
