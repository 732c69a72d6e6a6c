# Everything one does with this project. `make` alone prints this list.

VENV := .venv
BIN := $(VENV)/bin
PACKAGES := workflows payments delivery eservices backoffice config
CATALOGUES := $(shell find $(PACKAGES) -name '*.po' 2>/dev/null)
TRANSLATIONS := $(CATALOGUES:.po=.mo)
# The first two have a wheel of the embedded Redis.
PYTHONS := $(PYTHON) python3.12 python3.11 python3 python3.13 python3.14
USABLE := import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench demo lock clean
.DELETE_ON_ERROR:

help:  ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.linked $(TRANSLATIONS)  ## Create the environment and install everything in it

run: setup  ## Start the whole demonstration and print its addresses (Ctrl-C stops it)
	@exec $(BIN)/eservices up

test: setup  ## Run the suite on real servers (make test ARGS="-k words" for some)
	@$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile $(ARGS)

check: setup  ## Check style, types and import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup  ## Put the code in its form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup  ## Measure, print a table, write out/bench.json
	@$(BIN)/python -m tests.bench $(ARGS)

demo: setup  ## Drive a running installation as citizen, agent and signatory
	@$(BIN)/eservices demo $(ARGS)

lock: setup  ## Pin the requirements again from pyproject.toml (UPGRADE=--upgrade for newer ones)
	@$(BIN)/python -m pip install --quiet 'uv>=0.9,<1'
	@$(LOCK) pyproject.toml --output-file requirements.txt
	@$(LOCK) pyproject.toml --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt

# Hashes for every platform and every Python we accept; no address of where they came from.
LOCK = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)

clean:  ## Remove what was built, the environment and the demonstration's data
	@rm -rf $(VENV) build dist out var *.egg-info .coverage* htmlcov \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find $(PACKAGES) tests migrations -name __pycache__ -prune -exec rm -rf {} +
	@find $(PACKAGES) -name '*.mo' -delete

$(VENV)/.created:
	@if $(BIN)/python -c '$(USABLE)' 2>/dev/null; then touch $@; exit 0; fi; \
	for python in $(PYTHONS); do \
		if $$python -c '$(USABLE)' 2>/dev/null; then \
			echo "Creating $(VENV) with $$($$python --version)"; \
			$$python -m venv $(VENV) && touch $@ && exit 0; exit 1; \
		fi; \
	done; \
	echo 'No Python from 3.11 to 3.14 with its venv module was found (Debian: python3-venv).' >&2; \
	echo 'Install one, or name it: make PYTHON=/path/to/python3' >&2; \
	exit 1

$(VENV)/.installed: requirements-dev.txt | $(VENV)/.created
	@echo 'Installing the pinned requirements'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes --requirement requirements-dev.txt
	@touch $@

# Without isolation nothing is fetched: the build tool is among the requirements.
$(VENV)/.linked: pyproject.toml $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	@touch $@

%.mo: %.po | $(VENV)/.linked
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
