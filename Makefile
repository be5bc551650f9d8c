# The first two targets are the README's: each is enough on a machine with Python 3.11 or newer, git and make.
.PHONY: run test demo lint format lock catalogues bench picture points clean
.DEFAULT_GOAL := run

BIN = .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check -qq
# Without isolation: the build backend comes from the lock too.
INSTALL = $(PIP) install --no-deps --no-build-isolation -e .
CATALOGUES = screener/locale

run: .venv/.installed
	@$(BIN)/screener $(ARGS)

test: .venv/.installed-dev
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

demo: .venv/.installed
	@$(BIN)/screener demo $(ARGS)

lint: .venv/.installed-dev
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

format: .venv/.installed-dev
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format --quiet

# Reports, and gates nothing. Its peers are installed for it alone.
bench: .venv/.installed-bench
	@$(BIN)/python -m benchmarks $(ARGS)

# Needs uv. Keeps the versions that are locked; UPGRADE=--upgrade takes the newest that fit.
UV ?= uv
COMPILE = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate $(UPGRADE)

lock:
	@$(COMPILE) --extra build -o requirements.lock
	@$(COMPILE) --extra build --extra dev -c requirements.lock -o requirements-dev.lock
	@$(COMPILE) --extra build --extra bench -c requirements-dev.lock -o requirements-bench.lock

# A new language: $(BIN)/pybabel init -D screener -d screener/locale -i build/screener.pot -l CODE
catalogues: .venv/.installed-dev
	@mkdir -p build
	@$(BIN)/pybabel -q extract -o build/screener.pot --project Screener --no-wrap --sort-by-file \
		--add-location file -c "Translators:" screener screens
	@$(BIN)/pybabel -q update -D screener -d $(CATALOGUES) -i build/screener.pot --no-wrap \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/pybabel -q compile -D screener -d $(CATALOGUES)

# The picture in the README, from a real interview.
picture: .venv/.installed
	@$(BIN)/python -m docs.make_picture

# The page of what the protocol leaves open, from its rules.
points: .venv/.installed
	@$(BIN)/python -m docs.make_open_points

clean:
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find screener screens tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.created:
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		$$python -c 'import ensurepip, venv' 2>/dev/null || { incomplete=$$python; continue; }; \
		$$python -m venv --clear .venv && touch $@ && exit 0; \
		incomplete=$$python; \
	done; \
	if [ -n "$$incomplete" ]; then \
		echo "$$incomplete cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv" >&2; \
	else \
		echo "Python 3.11 or newer is needed. If it has another name: make PYTHON=/path/to/python3" >&2; \
	fi; \
	exit 1

.venv/.installed: .venv/.created requirements.lock pyproject.toml
	@echo "Installing into .venv ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(INSTALL)
	@touch $@

.venv/.installed-dev: .venv/.created requirements.lock requirements-dev.lock pyproject.toml
	@echo "Installing into .venv ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(INSTALL)
	@touch .venv/.installed $@

.venv/.installed-bench: .venv/.installed requirements-bench.lock
	@$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@
