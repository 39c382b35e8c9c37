# The way of the data: audio_in/ -> transcripts_out/. `make help` lists the verbs.
STUDY ?= .
PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11 python,$(if $(shell command -v $(p)),$(shell $(p) -c 'import sys; print("$(p)" if (3, 11) <= sys.version_info < (3, 14) else "")' 2>/dev/null))))
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
IMPORTER := $(VENV)/importers/qualitative-coding
RENSKRIV := $(BIN)/renskriv --study $(STUDY)

.DEFAULT_GOAL := help
.PHONY: help setup transcribe review anonymise segment export status doctor test lint format bench train clean

help:  ## what there is to type
	@sed -n 's/^\([a-z]*\):.*##/make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

setup: $(READY)  ## the environment in .venv

# --without-pip: Debian's python3 has no ensurepip; the pip that is there fills the environment.
$(READY): pyproject.toml .ci/constraints.txt
	@test -n "$(PYTHON)" || { echo "Renskriv needs Python 3.11, 3.12 or 3.13 as python3. Found: $$(python3 --version 2>&1)" >&2; exit 2; }
	@echo "Making the environment in $(VENV) (once; some minutes)." >&2
	@$(PYTHON) -m venv --without-pip $(VENV)
	@$(PYTHON) -m pip --python $(BIN)/python install --quiet --quiet --disable-pip-version-check pip
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint .ci/constraints.txt torch
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --constraint .ci/constraints.txt --editable '.[dev]'
	@touch $@

transcribe: $(READY)  ## audio_in/ to transcripts (STUDY=DIR, MODEL=NAME)
	@$(RENSKRIV) transcribe $(if $(MODEL),--model '$(MODEL)')

review: $(READY)  ## the page: listen, correct, sign (STUDY=DIR)
	@$(RENSKRIV) review

anonymise: $(READY)  ## find what points at persons, and replace what you have decided
	@$(RENSKRIV) anonymise

segment: $(READY)  ## cut the de-identified interviews by the guide's themes
	@$(RENSKRIV) segment

export: $(READY)  ## files for the coding tools, into transcripts_out/coding/
	@$(RENSKRIV) export

status: $(READY)  ## what is done, and what comes next
	@$(RENSKRIV) status

doctor: $(READY)  ## what is missing on this machine
	@$(RENSKRIV) doctor

test: $(READY) $(IMPORTER)  ## all tests, with sockets blocked
	@$(BIN)/python -m pytest -n auto

# Cannot lie in one environment with Taguette. Where it cannot be fetched, its tests say so and are skipped.
$(IMPORTER): .ci/qualitative-coding.txt | $(READY)
	@rm -rf $@
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --retries 1 --timeout 10 \
		--no-deps --target $@ --requirement $< && touch $@ || \
		{ rm -rf $@; echo "No qualitative-coding could be had: the tests with its importer will be skipped." >&2; }

lint: $(READY)  ## style, types, floors of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(READY)  ## put the style right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY)  ## figures of speed and memory into benchmarks/latest.json
	@$(BIN)/python benchmarks/run.py

train: .norne $(READY)  ## the name model once more, into build/names-nb.spacy (NORNE=DIR)
	@OMP_NUM_THREADS=1 $(BIN)/python -m models.training.names train '$(NORNE)'

.PHONY: .norne
.norne:
	@test -d "$(NORNE)" || { echo "Say where NorNE lies: make train NORNE=DIR (see models/training/names/README.md)" >&2; exit 2; }

clean:  ## remove the environment (never a transcript)
	@rm -rf $(VENV) *.egg-info
