# Assay: `make demo` to look at it, `make test` to check it, `make help` for the rest.
# Needs Python 3.11 or later and nothing else; everything made lies in .venv/ and var/.

PYTHON ?= python3
PORT ?= 8000
SIZE ?= full
ONLY ?=
N ?= 60
SEED ?= 1
BIN := .venv/bin
COMPILE := var/pip-tools/bin/pip-compile --quiet --no-header --strip-extras --annotation-style=line --no-emit-index-url \
	--no-emit-find-links --no-emit-trusted-host --no-emit-options

.PHONY: help demo demo-reset test check format bench faults messages requirements clean
.DEFAULT_GOAL := help

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: .venv/run.stamp ## a demo world on 127.0.0.1:$(PORT), with worker, beat and broker; Ctrl-C ends it
	@$(BIN)/python -m config.demo --port $(PORT)

demo-reset: .venv/run.stamp ## forget the demo world; the next `make demo` begins anew
	@$(BIN)/python -m config.demo --reset

test: .venv/dev.stamp ## every check and every test, on SQLite and PostgreSQL; the last line sums them
	@$(BIN)/python -m tests.run

check: .venv/dev.stamp ## linters, types, migrations, production settings
	@$(BIN)/python -m tests.check

format: .venv/dev.stamp ## let ruff put code in order
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: .venv/dev.stamp ## speed against its limits (ONLY=name, SIZE=small)
	@SIZE="$(SIZE)" ONLY="$(ONLY)" $(BIN)/python -m tests.bench.run

faults: .venv/dev.stamp ## kill worker, broker and database at random moments (N=60, SEED=1)
	@$(BIN)/python -W ignore -m tests.faults --kills $(N) --seed $(SEED)

messages: .venv/dev.stamp ## collect texts for translation, then compile the translations
	@$(BIN)/python -m config.translations --collect

requirements: var/pip-tools/bin/pip-compile ## compile requirements*.txt from the .in files (UPGRADE=--upgrade for newer ones)
	@$(COMPILE) $(UPGRADE) --output-file requirements.txt requirements.in
	@$(COMPILE) $(UPGRADE) --output-file requirements-dev.txt requirements-dev.in

clean: ## remove the environment and everything made
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Apart from .venv, for it needs pip and setuptools, which no file should pin.
var/pip-tools/bin/pip-compile:
	@$(PYTHON) -m venv var/pip-tools
	@var/pip-tools/bin/python -m pip install --quiet --disable-pip-version-check pip-tools==7.6.2

# A stamp is written only after pip has finished, so an interrupted installation begins again.
.venv/made.stamp:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("assay: Python 3.11 or later is needed; set PYTHON=")'
	@echo "making .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/run.stamp: requirements.txt | .venv/made.stamp
	@echo "installing what requirements.txt names"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt | .venv/made.stamp
	@echo "installing what requirements-dev.txt names"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
