# `make demo` and `make test` need Python >= 3.11, Rust and make; they set up the rest in .venv.

PYTHON ?= python3
ROWS ?= 1000000
BIN := .venv/bin
CARGO := cargo
MANIFEST := --manifest-path rustlib/Cargo.toml
# Tests that measure time, or need the machine for themselves.
ALONE := tests/cli/test_main.py tests/docs tests/faults tests/kernel \
  tests/lang/test_recipe_fuzz.py tests/lang/test_recipe_speed.py tests/packaging tests/pg tests/sync
# Databases are made and dropped by the hundred, which file systems in memory do best.
MEMORY := $(shell df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 8192 { print $$6 }')
RUST := $(shell find rustlib -path rustlib/target -prune -o \( -name '*.rs' -o -name 'Cargo.*' \) -print)

.PHONY: demo test check bench soak docs format clean

demo: .venv/built
	$(BIN)/confiture apply recipes/quickstart.conf

test bench soak: export TMPDIR := $(or $(MEMORY),$(TMPDIR),/tmp)

test: .venv/built
	$(CARGO) test $(MANIFEST) --workspace --quiet
	$(BIN)/pytest --numprocesses 2 --dist loadfile $(addprefix --ignore=,$(ALONE))
	$(BIN)/pytest $(ALONE)
	$(BIN)/pytest --nbval-lax notebooks

check: .venv/built
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/stubtest --mypy-config-file pyproject.toml confiture._kernel
	$(CARGO) fmt $(MANIFEST) --all --check
	$(CARGO) clippy $(MANIFEST) --workspace --all-targets --quiet -- -D warnings

bench: .venv/built
	$(BIN)/python -m bench copy --rows $(ROWS)
	$(BIN)/python -m bench build

soak: .venv/built
	$(BIN)/pytest --soak

docs: .venv/built
	$(BIN)/zensical build --clean --strict

format: .venv/built
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .
	$(CARGO) fmt $(MANIFEST) --all

clean:
	rm -rf .venv rustlib/target dist site confiture/_kernel*.so

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Confiture needs Python 3.11 or later; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv

.venv/built: .venv/bin/python pyproject.toml constraints.txt $(RUST)
	@command -v $(CARGO) > /dev/null || { echo "Confiture's kernel is written in Rust: install rustup (or your system's rustc and cargo, 1.88 or later), then run make again" >&2; exit 1; }
	$(BIN)/pip install --quiet --upgrade --constraint constraints.txt pip maturin
	PIP_QUIET=1 PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(BIN)/maturin develop --release --quiet --extras dev
	touch $@
