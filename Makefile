# Vice Versa. Both commands do all set-up themselves, in .venv, and repeat it only when something changed.
#   make run     the portal with its demo at http://127.0.0.1:5000 (PORT=8000 make run for another port)
#   make test    every test
#   make check   format, lint, types, import contracts, dependencies, templates, translations, lessons
#   make coverage  every test, with what they miss (95 % of the branches are wanted)
#   make prove   the long proofs in full: kills, lost updates, random walks of nine people (make test runs a tenth)
#   make bench   the portal's pages against a bare Flask application
#   make wheel   dist/vice_versa-….whl, to install elsewhere
#   make lock    writes requirements/ anew from pyproject.toml
# Tests can be narrowed: make test TESTS=tests/journal

PYTHON ?= python3
PORT ?= 5000
TESTS ?=
BIN := .venv/bin
CATALOGUE := portal/translations/fr/LC_MESSAGES/messages
LOCK := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links

.PHONY: run test check prove bench coverage wheel lock setup

run: export PORTAL_DEMO ?= true
run: export PORTAL_PORT ?= $(PORT)
run: export PORTAL_BASE_URL ?= http://127.0.0.1:$(PORT)
run: export PORTAL_TRUSTED_HOSTS ?= ["localhost"]
run: setup
	@$(BIN)/portal init
	@$(BIN)/portal demo
	@exec $(BIN)/portal serve

test: setup
	@sh .ci/browser
	@$(BIN)/pytest -n auto --dist worksteal $(TESTS)

coverage: setup
	@sh .ci/browser
	@$(BIN)/pytest -n auto --cov $(TESTS)

check: setup
	@echo "Format";            $(BIN)/ruff format --check --quiet
	@echo "Lint";              $(BIN)/ruff check --quiet
	@echo "Types";             $(BIN)/mypy --no-error-summary
	@echo "Import contracts";  $(BIN)/lint-imports --no-logo
	@echo "Dependencies";      $(BIN)/deptry .
	@echo "Templates";         $(BIN)/djlint --lint --quiet templates
	@echo "Translations";      $(BIN)/python .ci/translations.py
	@echo "Lessons";           $(BIN)/portal lessons check --strict lessons/

prove: setup
	@PROOFS=full $(BIN)/pytest -n auto --dist worksteal --durations 20 -m proof $(TESTS)

bench: setup
	@$(BIN)/python -m tests.bench

wheel: setup
	@$(BIN)/python -m hatchling build --target wheel

lock: setup
	@UV_PYTHON_DOWNLOADS=never $(LOCK) --output-file requirements/run.txt
	@UV_PYTHON_DOWNLOADS=never $(LOCK) --all-extras --group dev --constraint requirements/run.txt \
		--output-file requirements/dev.txt

setup: .venv/ready $(CATALOGUE).mo

.venv/ready: requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Vice Versa needs Python 3.11 or newer: PYTHON=/path/to/python3 make ...")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Install Python's venv module first (Debian: apt install python3-venv)."; exit 1; }
	@test -x $(BIN)/python || { echo "Making .venv..."; $(PYTHON) -m venv .venv; }
	@echo "Installing the locked packages into .venv (a minute or so, once)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(CATALOGUE).mo: $(CATALOGUE).po .venv/ready
	@$(BIN)/pybabel --quiet compile --directory portal/translations
	@touch $@
