# Kancelaria: the commands a person needs. `make run` and `make test` set up everything they use.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
STAMPS := .stamps
SYSTEM := installer/system

.PHONY: help setup run test lint bench screenshots clean

help: ## shows this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

$(STAMPS)/system-run: $(SYSTEM)
	@mkdir -p $(STAMPS)
	@$(SYSTEM) run
	@touch $@

$(STAMPS)/system-test: $(SYSTEM)
	@mkdir -p $(STAMPS)
	@$(SYSTEM) run test
	@touch $@ $(STAMPS)/system-run

$(STAMPS)/venv-run: requirements/run.txt requirements/build.txt pyproject.toml | $(STAMPS)/system-run
	@installer/venv $(VENV) run
	@touch $@

$(STAMPS)/venv-test: requirements/test.txt requirements/build.txt pyproject.toml | $(STAMPS)/system-test
	@installer/venv $(VENV) test
	@touch $@ $(STAMPS)/venv-run

$(STAMPS)/venv-bench: requirements/bench.txt $(STAMPS)/venv-test
	@installer/venv $(VENV) bench
	@touch $@

setup: $(STAMPS)/venv-run ## installs Debian packages and the virtual environment

run: setup ## opens the desktop on a demo station (without a display: does the same job on the command line)
	@installer/demo $(VENV)/bin/kancelaria

test: $(STAMPS)/venv-test ## lint, types, import contracts and all tests
	@installer/checks $(VENV)

lint: $(STAMPS)/venv-test ## ruff, mypy and the import contracts
	@installer/checks $(VENV) lint

bench: $(STAMPS)/venv-bench ## the figures of the program, beside other programs'
	@$(PY) -m tests.bench $(BENCH)

screenshots: $(STAMPS)/venv-test ## pictures of the windows, in build/screenshots
	@xvfb-run -a -s "-screen 0 1366x768x24" $(PY) -m tests.ui.screenshots build/screenshots

clean: ## removes the virtual environment, the demo station and build products
	rm -rf $(VENV) $(STAMPS) build demo
