# Everything runs in .venv, which is made from requirements.lock with Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# spaCy, transformers, GLiNER, inspect_ai and lm-eval have an environment of their own: 2 GB.
EXTRAS := .venv-extras

.PHONY: evaluate test test-extras check lint types imports format rates corpus environments bench bench-peers lock clean

evaluate: $(READY)  ## score the built-in rules system on the five articles
	$(BIN)/tipbench evaluate rules

test: $(READY)  ## run the whole test suite
	$(BIN)/python -m pytest

test-extras: $(EXTRAS)/.ready  ## run the tests that need spaCy, transformers, GLiNER, inspect_ai or lm-eval
	TIPBENCH_EXTRAS=required $(EXTRAS)/bin/python -m pytest tests/systems/pipelines tests/harnesses tests/examples/test_spacy_extractor.py

check: lint types imports  ## everything but the tests

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

rates: $(READY)  ## measure what the card says that the metrics of summaries see; then make corpus
	$(BIN)/tipbench selftest --task summaries --samples 60 --format markdown \
	  | awk '/^### /{on=/detected|false alarms/} on' > harness/tipbench/corpus/release/selftest.md

corpus: $(READY)  ## rebuild corpus/ from seeds/ and annotations/
	$(BIN)/tipbench corpus validate
	$(BIN)/tipbench corpus build

environments: $(patsubst tests/environments/%.lock,.environments/%/.ready,$(wildcard tests/environments/*.lock))  ## other people's tools, for the tests that need them

.environments/%/.ready: tests/environments/%.lock
	$(PYTHON) -m venv .environments/$*
	.environments/$*/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

COMPILE := uv pip compile --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header

lock:  ## renew all lock files; needs uv
	$(COMPILE) pyproject.toml --extra dev --output-file requirements.lock
	echo 'torch ; python_version < "0"' > .torch-is-apart.txt
	$(COMPILE) pyproject.toml --extra dev --extra spacy --extra transformers --extra gliner --extra inspect \
	  --extra lm-eval --override .torch-is-apart.txt --output-file requirements-extras.lock
	rm .torch-is-apart.txt
	for name in $(basename $(wildcard tests/environments/*.in)); do \
	  $(COMPILE) --no-config $$name.in --output-file $$name.lock || exit 1; done

SIZE ?= 10000
bench: $(READY)  ## time tipbench beside other scorers; SIZE=100000 for the full run
	$(BIN)/python -m benchmarks --size $(SIZE)

bench-peers:  ## scorers that need an environment of their own, for make bench
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check \
	  --only-binary :all: -r benchmarks/peers/requirements.txt

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "tipbench needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q harness
	touch $@

# torch comes first and alone: the CPU build has another file on every platform, and the one that a
# dependency would choose brings gigabytes of CUDA. every-eval-ever asks for a newer Python than the
# part of it that validates needs.
$(EXTRAS)/.ready: requirements-extras.lock requirements-validator.lock pyproject.toml
	$(PYTHON) -m venv $(EXTRAS)
	$(EXTRAS)/bin/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(EXTRAS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r requirements-extras.lock
	$(EXTRAS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  --ignore-requires-python -r requirements-validator.lock
	$(EXTRAS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
	  --no-build-isolation --editable .
	touch $@

clean:
	rm -rf .venv .venv-extras .venv-peers .environments benchmarks/data dist runs .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
