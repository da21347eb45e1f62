# Every target starts setup/bootstrap.py, which creates the environment in .venv and keeps it up to date.
PYTHON ?= python3
ARGS ?=
FOUND = @command -v $(PYTHON) >/dev/null || { echo "FlowPilot needs Python 3.11 or newer; $(PYTHON) was not found."; exit 1; }
BOOTSTRAP = $(FOUND); exec $(PYTHON) -m setup.bootstrap

.DEFAULT_GOAL := help
.PHONY: help run test fuzz lint types build chaos tenancy mutants evals bench bench-full psql redis-cli lock clean

help: ## Show this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## Set up and run FlowPilot here, with servers and demo data; Ctrl-C stops everything.
	$(BOOTSTRAP) run

test: ## Run every check and test (ARGS="-k claim" is passed to pytest).
	$(BOOTSTRAP) test $(ARGS)

fuzz: ## Send calls generated from the OpenAPI document (ARGS="--cases 100000").
	$(BOOTSTRAP) fuzz $(ARGS)

lint: ## Check style, formatting, import rules and known vulnerabilities.
	$(BOOTSTRAP) lint

types: ## Check the types of the Python code and of the SPA.
	$(BOOTSTRAP) types

build: ## Build the SPA into web/static if its sources changed.
	$(BOOTSTRAP) build

chaos: ## Cause random faults in a whole FlowPilot and count what is lost (ARGS="--faults 200 --seed 7", ARGS=--prove).
	$(BOOTSTRAP) chaos $(ARGS)

tenancy: ## Try at random to reach one account's data from another (ARGS="--operations 100000").
	$(BOOTSTRAP) tenancy $(ARGS)

mutants: ## Plant 25 faults in a copy of the code, one at a time, and count those that the tests notice.
	$(BOOTSTRAP) mutants $(ARGS)

evals: ## Compare the assistant's answers with what each case expects (ARGS="--provider anthropic" asks Claude).
	$(BOOTSTRAP) evals $(ARGS)

bench: ## Measure FlowPilot against its peers in one run, and print ratios (ARGS="--only 1,9").
	$(BOOTSTRAP) bench $(ARGS)

bench-full: ## Do the same with longer slices and ten times the data.
	$(BOOTSTRAP) bench --full $(ARGS)

psql: ## Open psql on the running database (as superuser: it sees every account).
	$(BOOTSTRAP) psql $(ARGS)

redis-cli: ## Open redis-cli on the running Redis.
	$(BOOTSTRAP) redis-cli $(ARGS)

lock: ## Rewrite the lock files: ours from pyproject.toml, and the one of the bench's peers.
	$(BOOTSTRAP) lock $(ARGS)

clean: ## Remove what the set-up created (.venv, caches, builds); keeps the data.
	$(FOUND); exec $(PYTHON) -m setup.clean
