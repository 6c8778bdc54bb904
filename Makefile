# Everything a user or a developer does here; `make help` lists it.
SHELL := /bin/sh
RUN := PATH="$(CURDIR)/.venv/bin:$$PATH"
# Compile each module once, out of sight: some environments forbid it, and every command then takes three times as long.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.tools/pycache
unexport PYTHONDONTWRITEBYTECODE
WORKERS ?= 2

.PHONY: help demo test test-cluster check fix bench messages install

help: ## List what can be done.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

install:
	@python3 scripts/bootstrap.py

demo: install ## Start a fictional company to look around in. PORT= and HOST= choose the address.
	@AISANCE_HOME="$${AISANCE_HOME:-$(CURDIR)/.aisance/demo}" exec .venv/bin/aisance demo $(if $(PORT),--port $(PORT)) $(if $(HOST),--host $(HOST))

test: install ## Run every check and every test, on SQLite and on PostgreSQL.
	@sh scripts/debian-packages.sh
	@$(MAKE) --no-print-directory check
	@$(RUN) pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --database sqlite
	@$(RUN) pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --database postgres -m "not sqlite_only"

test-cluster: install ## Run the contract of the engines on a real Spark cluster; needs Java 17.
	@sh scripts/test-cluster.sh

check: install ## Lint, types, import laws.
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy --num-workers 2
	@$(RUN) lint-imports

fix: install ## Mend what the linter can mend, and format.
	@$(RUN) ruff check --fix . ; $(RUN) ruff format .

bench: install ## Measure. ONLY=section for one section, SCALE=small for a quick one.
	@$(RUN) python -m bench $(if $(ONLY),--only $(ONLY)) $(if $(SCALE),--scale $(SCALE))

messages: install ## Collect the words to translate, and compile the translations.
	@$(RUN) python scripts/messages.py
