# make run    set up (first time), build the sample project, serve the app at http://127.0.0.1:8501
# make test   set up, then everything: format, lint, types, imports, tests, browser tests
# make soak   the tests that take minutes
# TORCH_INDEX: the index of PyTorch's CPU wheels, where pip does not find the CPU build of torch by itself

PYTHON ?= python3
PORT ?= 8501
PROJECT ?= .sample-project
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
ENCODER := .models/all-MiniLM-L6-v2/model.onnx

.PHONY: run test setup check soak format docs clean browser

setup: $(VENV)/.installed $(ENCODER)

$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else "Verbatim needs Python 3.11 to 3.13, and $(PYTHON) is %d.%d. Name another: make run PYTHON=python3.12" % v)'
	@echo "Installing Verbatim into $(VENV); the first time takes some minutes and 2.5 GB."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(ENCODER): | $(VENV)/.installed
	@echo "Exporting the encoder (once)."
	@$(BIN)/python -c "from core.encoder import load_encoder; from core.platform import default_models_folder; load_encoder('minilm', default_models_folder())"

run: setup
	@$(BIN)/python -m ui.sample_project --project $(PROJECT)
	@$(BIN)/verbatim serve --project $(PROJECT) --port $(PORT)

test: setup $(VENV)/.installed-dev browser check
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not soak and not browser"
	$(BIN)/python -m pytest -m "browser and not soak"

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

browser:
	@sh tests/browser/find_chromium.sh

soak: setup $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m soak

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: setup $(VENV)/.installed-dev
	$(BIN)/python -m docs.build

clean:
	rm -rf $(VENV) .models .sample-project
