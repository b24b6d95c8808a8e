# Everything anybody needs to do here. `make run` on a fresh machine is enough to see the city.

PYTHON := .venv/bin/python

.PHONY: run test check bench fmt docs clean

run: ## set up what is missing and run the demo city (PORT=8000, KCK_HOME=var)
	@tools/bootstrap run
	@KCK_DEMO=$${KCK_DEMO:-yes} $(PYTHON) -m kck.config.cli run

test: ## every test: Python, browser journeys, TypeScript
	@tools/bootstrap test
	@tools/test

check: ## everything that can be said without running it
	@tools/bootstrap test
	@$(PYTHON) tools/check.py

bench: ## the benchmarks, as ratios to their baselines
	@tools/bootstrap test
	@$(PYTHON) -m benchmarks

fmt: ## tidy code and templates
	@tools/bootstrap test
	@$(PYTHON) -m ruff check --fix --quiet .
	@$(PYTHON) -m ruff format .
	@find src -name '*.html' -print0 | xargs -0 -r .venv/bin/djade --target-version 5.2 || true
	@find src -name '*.html' -print0 | xargs -0 -r .venv/bin/djhtml --tabwidth 2 || true

docs: ## the site of docs/ in site/, settings written anew
	@tools/bootstrap test
	@$(PYTHON) -m kck.config.settings_docs
	@.venv/bin/zensical build

clean: ## forget what was built; data under KCK_HOME stays
	rm -rf .venv frontend/node_modules frontend/tools/node_modules frontend/dist site
