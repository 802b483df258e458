# make run    installs, migrates, loads the demo into an empty database and serves it
# make test   installs and passes the tests (on PostgreSQL too when DATABASE_URL names one)

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/python -m pytest -n auto --dist loadgroup

DEMO_ENV := HTTPS=False DEMO_ACCOUNTS_SHOWN=True \
	ALLOWED_HOSTS=$(if $(filter 0.0.0.0 ::,$(HOST)),*,$(HOST),localhost,127.0.0.1)

.DEFAULT_GOAL := help
.PHONY: help run test test-long lint messages python port

help:
	@sed -n 's/^# //p' $(firstword $(MAKEFILE_LIST)); echo "make lint   the checks of style and types"; \
	echo "make messages   gathers the texts to translate (needs GNU gettext)"

python:
	@command -v $(PYTHON) >/dev/null || { echo "Selaras needs Python 3.11 or newer, and there is no $(PYTHON) here. Install it, or name another: make PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("Selaras needs Python 3.11 or newer, and $(PYTHON) is %d.%d. Name another: make PYTHON=python3.12" % v[:2])'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || [ -x $(BIN)/python ] || { echo "Python lacks its venv module (Debian: apt-get install python3-venv)"; exit 1; }

port: python
	@$(PYTHON) -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("$(HOST)", int("$(PORT)")))' 2>/dev/null \
		|| { echo "$(HOST):$(PORT) can't be used (taken, or not an address of this machine). Choose another: make run PORT=8001"; exit 1; }

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
	@echo; echo "Selaras is at http://$(HOST):$(PORT)/   (stop it with Ctrl+C)"
	@$(DEMO_ENV) $(MANAGE) load_demo --accounts
	@exec env $(DEMO_ENV) $(BIN)/gunicorn bsc_site.wsgi --bind $(HOST):$(PORT) --workers $(WORKERS) --no-control-socket --log-level warning

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

messages: $(VENV)/installed-dev .secret_key
	$(MANAGE) makemessages --locale id --no-location --no-obsolete --ignore '.venv/*' --ignore 'tests/*' --ignore 'staticfiles/*' --ignore 'static/vendor/*'
	$(MANAGE) compilemessages --locale id --ignore '.venv/*'

-include vendor.mk
