# Songwright in two commands: `make run` opens it, `make test` checks it. Both set up all they need.
PYTHON ?= python3
VENV := .venv/bin
ABOUT ?=
SEED ?= 1

export ABOUT

.PHONY: run test song check fast packages lock clean

run: ## open Songwright
	@$(PYTHON) packaging/setup_env.py run
	@$(VENV)/songwright

song: ## make a whole song without a window: make song ABOUT="a lighthouse keeper's last night"
	@$(PYTHON) packaging/setup_env.py song
	@$(VENV)/songwright song "$$ABOUT" --seed $(SEED) --out out

test: check ## run every check and every test
	@$(VENV)/python -m pytest -n auto --dist loadfile

check:
	@$(PYTHON) packaging/setup_env.py test
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports
	@$(VENV)/deptry app
	@$(VENV)/python tools/names.py
	@$(VENV)/python tools/complexity.py
	@$(VENV)/python tools/circles.py
	@$(VENV)/python tools/sentences.py

fast: ## in seconds: the checks, and the tests near what you changed
	@$(VENV)/python tools/fast.py

packages: ## build wheels, a folder, a .deb and an AppImage into dist/ (Linux, root, the network; an hour)
	packaging/linux/packages.sh

lock: ## renew the locked dependencies (developers; needs the network)
	$(VENV)/python -m uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" pyproject.toml packaging/source.in -o requirements.lock
	$(VENV)/python -m uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" pyproject.toml packaging/source.in --group dev -o requirements-dev.lock
	$(VENV)/python -m uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" packaging/build-tools.in -o packaging/build-tools.lock
	$(VENV)/python -m uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" packaging/uv.in -o packaging/uv.requirements

clean: ## remove the environment and everything that was built
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
