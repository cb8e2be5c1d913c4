PYTHON ?= python3
BIN = .venv/bin
export ZHICHENG_DATA ?= data
export PORT ?= 8000
# Packages are compiled at their first use, and kept so: a service of several processes would do it for each.
export PYTHONDONTWRITEBYTECODE =

run: .venv/run.done  ## build, make the demonstration, serve on 127.0.0.1:8000
	@$(BIN)/python -m web run

test: .venv/test.done  ## run the tests; says what is left out where Chromium or PostgreSQL is missing
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: .venv/test.done  ## lint, types, import contracts, templates
	@$(BIN)/python -m pip --disable-pip-version-check check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q -n 2 tests/house/test_templates.py

lock:  ## write the lock files anew from pyproject.toml (needs uv); with UV=--upgrade to the newest releases
	uv pip compile -q $(UV) --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile -q $(UV) --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 pyproject.toml --group test -c requirements.lock -o tests/requirements.lock

migration: .venv/run.done  ## write a migration for the tables as they are: make migration NAME=what_changed
	@$(BIN)/python -m web generate $(NAME)

.venv/bin/python:
	@$(PYTHON) -m venv .venv

# --no-deps: the lock names every package. An older pip that resolves again takes a newer release than the
# locked one for a requirement with an extra, and then finds no hash for it.
.venv/run.done: requirements.lock | .venv/bin/python
	@$(BIN)/python -m pip install -q --no-compile --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@touch $@

.venv/test.done: tests/requirements.lock requirements.lock | .venv/bin/python
	@$(BIN)/python -m pip install -q --no-compile --disable-pip-version-check --require-hashes --no-deps -r tests/requirements.lock
	@touch $@ .venv/run.done

.PHONY: run test check lock migration
