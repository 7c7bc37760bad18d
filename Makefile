# `make site` and `make test` are all that a reader of the README needs; `make help` lists the rest.

# Overridable: make PYTHON=python3.13 test, make JOBS=4 test, make PYTEST_ARGS="-k bibtex" test
PYTHON ?= python3
JOBS ?= auto
PYTEST_ARGS ?=
BENCH_ARGS ?=
LOCK_ARGS ?=

UV_VERSION := 0.13.9

VENV := .venv
BIN := $(VENV)/bin
# Two stamps, so that an edit of pyproject.toml does not install every package afresh.
LOCKED := $(VENV)/.locked
READY := $(VENV)/.stamp

.DEFAULT_GOAL := site
.DELETE_ON_ERROR:
.PHONY: site engine test check browser bench lock clean distclean help

site: $(READY) ## build the site into build/html
	$(BIN)/proceedings build

engine: $(READY) ## set everything up, and build nothing

# In the order of the files, so that the long ones, with a browser, come first and short ones even out the end.
test: check browser ## run every check and every test, two real browsers among them
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

check: $(READY) ## format, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict src

browser: $(READY) ## find or install what the browser tests drive
	$(BIN)/python tools/setup_browser.py

bench: $(READY) ## measure the build and the check
	$(BIN)/python tools/bench.py $(BENCH_ARGS)

# Keeps the pins that still fit; LOCK_ARGS=--upgrade takes the newest of everything.
# One version for all Pythons and systems; the file names no index and no folder of this machine.
lock: ## remake requirements.lock
	@set -eu; tool=$$(mktemp -d); trap 'rm -rf "$$tool"' EXIT; \
	$(PYTHON) -m venv "$$tool"; \
	"$$tool/bin/pip" install --quiet uv==$(UV_VERSION); \
	"$$tool/bin/uv" pip compile pyproject.toml --extra dev --output-file requirements.lock --quiet \
	  --universal --python-version 3.11 --fork-strategy fewest \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links $(LOCK_ARGS)

clean: ## remove what the builds and the tools left behind
	rm -rf build dist public public.releases .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find docs src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## as clean, and remove the virtual environment and the HTML checker
	rm -rf $(VENV) tests/node_modules

help: ## print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "This project needs Python 3.11 or newer, and '$(PYTHON)' is not that." \
	       "Name another one: make PYTHON=python3.13" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
