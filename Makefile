# Every target gets what it needs by itself: see scripts/boot.sh. "make run" opens a desk, "make test" proves it.
.DEFAULT_GOAL := help
.PHONY: messages help run test check fmt bench build boot clean

MOONDESK_DATA_DIR ?= $(CURDIR)/var
PYTHON := .venv/bin/python

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

boot: ## Get uv, Python, packages and the built interface
	@sh scripts/boot.sh

run: boot ## Open a desk in this terminal (MOONDESK_PORT, MOONDESK_DATA_DIR, … are passed on)
	@MOONDESK_DATA_DIR="$(MOONDESK_DATA_DIR)" .venv/bin/moondesk up

test: boot ## Guards, tests and browser journeys
	@sh scripts/test.sh $(ARGS)

check: boot ## Guards that need no database
	@sh scripts/check.sh

fmt: boot ## Put the code in form
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

messages: boot ## Bring the catalogue of translations up to date
	@$(PYTHON) scripts/messages.py

bench: boot ## Measure (docs/performance.md)
	@$(PYTHON) -m bench $(ARGS)

build: boot ## Make wheel and source archive in dist/
	@sh scripts/build.sh

clean: ## Remove everything that was built; data in var/ is kept
	rm -rf .venv .uv dist frontend/node_modules src/moondesk/static/dist
	find src/moondesk/locale -name '*.mo' -delete
