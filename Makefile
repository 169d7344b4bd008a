# Everything that a clean clone needs: Python 3.11 or newer, make, and the package index.
# `make PYTHON=python3.12 setup` chooses another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COUNT ?= 500
SEED ?= 1
ARTICLES ?= 2000
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup demo bench bench-batch test browser fuzz lint docs train confidence lock clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null \
	  || grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST)

setup: $(STAMP)  ## Set up .venv with the locked packages (only when something changed)

# The stamp is older than pyproject.toml or the lock only when a re-install is due.
$(STAMP): pyproject.toml requirements.lock
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) was not found; install Python 3.11 or newer, or say PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "make: $$($(PYTHON) --version) is too old; Python 3.11 or newer is needed (PYTHON=python3.12 chooses another)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: this Python has no venv module; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

demo: setup  ## Extract corpus/ into outputs/ and score it against gold/
	$(BIN)/trial-extract run corpus --out outputs
	$(BIN)/trial-extract evaluate --gold gold --predictions outputs

bench: setup  ## Compare the speed with spaCy's en_core_web_sm (installed into .venv) and, for PDFs, pdfplumber
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python benchmarks/speed.py
	@test ! -d ../shared/corpus/pdf || $(BIN)/python benchmarks/pdf.py

bench-batch: setup  ## Measure a run over 2,000 articles: workers, Dask, memory, start-up (ARTICLES=2000)
	$(BIN)/python benchmarks/batch.py --articles $(ARTICLES)

lint: setup  ## Check style, types and the import contract
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: lint browser  ## Run every check and the tests
	$(BIN)/python -m pytest

# The tests of the HTML report open it in a browser. Where none can be had they are skipped, and nothing fails.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null 2>&1 && exit 0; done; \
	  command -v apt-get >/dev/null 2>&1 || exit 0; \
	  if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as="sudo -n"; else exit 0; fi; \
	  echo "make: installing chromium for the tests of the HTML report" >&2; \
	  install="$$as env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium"; \
	  { $$install || { $$as apt-get update && $$install; }; } >/dev/null 2>&1 </dev/null \
	    || echo "make: chromium could not be installed; the tests in a browser are skipped" >&2

fuzz: setup  ## Read several hundred damaged files of every format (COUNT=500 SEED=1); takes a while
	PYTHONPATH=tests $(BIN)/python -m fuzz --count $(COUNT) --seed $(SEED)

docs: setup  ## Write docs/reference.md from the command line's own help
	$(BIN)/python -m extract.cli.reference > docs/reference.md.new
	mv docs/reference.md.new docs/reference.md

# The articles of gold/held-out.txt are never learned from. --force, for the present weights have seen the articles.
train: setup  ## Learn the weights of the package anew (needs the folder ../shared)
	@test -d ../shared || { echo "make: no folder ../shared with the articles and sentences to learn from" >&2; exit 1; }
	$(BIN)/trial-extract train --gold gold --corpus corpus --gold ../shared/gold --corpus ../shared/corpus \
	  --leave-out gold/held-out.txt --sentences ../shared/peer/rct-art-train.jsonl \
	  --from-scratch --force --out src/extract/relations/weights.json

confidence: setup  ## Learn anew what confidence is worth, and draw it (needs the folder ../shared)
	$(BIN)/python benchmarks/confidence.py

lock: setup  ## Resolve requirements.lock anew for all supported Pythons (needs uv)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --no-header --upgrade --quiet --output-file requirements.lock

clean:  ## Remove what the other targets made, but no decisions of people
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find outputs -mindepth 1 ! -name .gitkeep ! -name 'review.sqlite*' -delete
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
