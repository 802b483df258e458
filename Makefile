# make run    installs, migrates, loads the demo into an empty database and serves it
# make test   installs and passes the tests (on PostgreSQL too when DATABASE_URL names one)

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
ADDRESS := $(if $(findstring :,$(HOST)),[$(HOST)],$(HOST)):$(PORT)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# Connections that are kept would add up over the threads of the tests.
PYTEST := CONN_MAX_AGE=0 $(BIN)/python -m pytest -n auto --dist loadgroup -r s

DEMO_ENV := HTTPS=False DEMO_ACCOUNTS_SHOWN=True SITE_URL=http://$(ADDRESS) \
	ALLOWED_HOSTS=$(if $(filter 0.0.0.0 ::,$(HOST)),*,$(HOST),localhost,127.0.0.1)

.DEFAULT_GOAL := help
.PHONY: help run test test-long lint bench performance messages python port

help:
	@sed -n 's/^# //p' $(firstword $(MAKEFILE_LIST)); echo "make lint   the checks of style and types"; \
	echo "make bench  what things cost (BENCH=\"NAME --rounds R --rows N --db sqlite|postgres --json\" chooses)"; \
	echo "make performance   the bench on both databases, and docs/performance.md from it"; \
	echo "make messages   gathers the texts to translate (needs GNU gettext)"

# What is missing, in one line; empty when all is well. Asked only by the targets that need it.
PYTHON_PROBLEM = $(shell command -v $(PYTHON) >/dev/null \
	|| { echo "Selaras needs Python 3.11 or newer, and there is no $(PYTHON) here (name another: make PYTHON=python3.12)"; exit; }; \
	$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or print("Selaras needs Python 3.11 or newer, and $(PYTHON) is %d.%d (name another: make PYTHON=python3.12)" % v[:2])'; \
	[ -x $(BIN)/python ] || $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || echo "Python lacks its venv module (Debian: apt-get install python3-venv)")
PORT_PROBLEM = $(shell $(PYTHON) -c 'import socket as s; a = s.getaddrinfo("$(HOST)", int("$(PORT)"), type=s.SOCK_STREAM)[0]; c = s.socket(a[0]); c.setsockopt(s.SOL_SOCKET, s.SO_REUSEADDR, 1); c.bind(a[4])' 2>/dev/null \
	|| echo "Nothing can be served on $(HOST):$(PORT): taken, or not an address and port of this machine (choose another: make run PORT=8001)")

python:
	$(if $(PYTHON_PROBLEM),$(error $(PYTHON_PROBLEM)))@:

port: python
	$(if $(PORT_PROBLEM),$(error $(PORT_PROBLEM)))@:

$(VENV)/installed: requirements.txt | python
	@echo "Installing into $(VENV) ..."
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements.txt requirements-dev.txt | python
	@echo "Installing the development tools into $(VENV) ..."
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/installed $@

.secret_key: | $(VENV)/installed
	@umask 077; $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

run: port $(VENV)/installed .secret_key
	@$(DEMO_ENV) $(MANAGE) migrate --verbosity 0
	@$(DEMO_ENV) $(MANAGE) load_demo --when-empty
	@$(DEMO_ENV) $(MANAGE) collectstatic --noinput --verbosity 0
	@echo; echo "Selaras is at http://$(ADDRESS)/   (stop it with Ctrl+C)"
	@$(DEMO_ENV) $(MANAGE) load_demo --accounts
	@exec env $(DEMO_ENV) $(BIN)/gunicorn bsc_site.wsgi --bind "$(ADDRESS)" --workers $(WORKERS) --no-control-socket --log-level warning

test: $(VENV)/installed-dev .secret_key
	@echo "The tests on SQLite"
	@DATABASE_URL=sqlite:///$(CURDIR)/db.sqlite3 $(PYTEST)
	@case "$$DATABASE_URL" in postgres*) echo "The tests on PostgreSQL"; $(PYTEST);; esac

test-long: $(VENV)/installed-dev .secret_key
	@FULL_SIZES=1 $(PYTEST)

lint: $(VENV)/installed-dev .secret_key
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run

bench: $(VENV)/installed
	@$(BIN)/python -m bench $(BENCH)

performance: $(VENV)/installed
	@folder=$$(mktemp -d); for db in sqlite postgres; do \
		echo "The bench on $$db"; $(BIN)/python -m bench --db $$db --json $(BENCH) > $$folder/$$db.json || true; done; \
	$(BIN)/python -m bench.document docs $$folder/sqlite.json $$folder/postgres.json; rm -r $$folder

messages: $(VENV)/installed-dev .secret_key
	$(MANAGE) makemessages --locale id --no-location --no-obsolete --ignore '.venv/*' --ignore 'tests/*' --ignore 'staticfiles/*' --ignore 'static/vendor/*'
	$(MANAGE) compilemessages --locale id --ignore '.venv/*'

-include vendor.mk
