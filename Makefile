# Every target begins in .dev/bootstrap.py, which makes the environment in .venv and keeps it up to date.
PYTHON ?= python3
ARGS ?=
FOUND = @command -v $(PYTHON) >/dev/null || { echo "FlowPilot needs Python 3.11 or newer; $(PYTHON) was not found."; exit 1; }
BOOTSTRAP = $(FOUND); exec $(PYTHON) .dev/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help run test fuzz lint types build chaos tenancy mutants bench bench-full psql redis-cli lock clean

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## Run FlowPilot here: set-up, servers, demo data, all processes; Ctrl-C ends everything.
	$(BOOTSTRAP) run

test: ## Run every check and test (ARGS="-k claim" is handed to pytest).
	$(BOOTSTRAP) test $(ARGS)

fuzz: ## Draw calls from the OpenAPI document and send them (ARGS="--cases 100000").
	$(BOOTSTRAP) fuzz $(ARGS)

lint: ## Check style, formatting, import rules and known vulnerabilities.
	$(BOOTSTRAP) lint

types: ## Check the types of the Python code and of the SPA.
	$(BOOTSTRAP) types

build: ## Build the SPA into web/static where its sources changed.
	$(BOOTSTRAP) build

chaos: ## Break a whole FlowPilot at random and count what is lost (ARGS="--faults 200 --seed 7", ARGS=--prove).
	$(BOOTSTRAP) chaos $(ARGS)

tenancy: ## Try to reach from one account into another at random (ARGS="--operations 100000").
	$(BOOTSTRAP) tenancy $(ARGS)

mutants: ## Plant 25 faults in a copy of the code, one at a time, and see which the tests notice.
	$(BOOTSTRAP) mutants $(ARGS)

bench: ## Measure FlowPilot against its peers in one run, and print ratios (ARGS="--only 1,9").
	$(BOOTSTRAP) bench $(ARGS)

bench-full: ## The same with longer slices and a hundred times the data.
	$(BOOTSTRAP) bench --full $(ARGS)

psql: ## Open psql on the running database (as superuser: it sees every account).
	$(BOOTSTRAP) psql $(ARGS)

redis-cli: ## Open redis-cli on the running Redis.
	$(BOOTSTRAP) redis-cli $(ARGS)

lock: ## Write the lock files anew: ours from pyproject.toml, and that of the bench's peers.
	$(BOOTSTRAP) lock $(ARGS)

clean: ## Remove what the set-up made (.venv, caches, builds); data is kept.
	$(FOUND); exec $(PYTHON) .dev/clean.py
