# The two commands: `make demo` and `make test`. Both do all the set-up themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
COMPILED := $(VENV)/.compiled
PAGES := src/lineside/app/web/index.html
WEB := $(shell find web/src web/public web/index.html web/package-lock.json web/vite.config.ts -type f 2>/dev/null)

.PHONY: setup web demo test check bench docs format published faults peers clean

setup: $(STAMP) $(PAGES) $(COMPILED)

$(STAMP): requirements/lock.txt requirements/embeddings.txt requirements/reading.txt pyproject.toml tools/make_venv.sh
	PYTHON="$(PYTHON)" sh tools/make_venv.sh $(VENV)
	touch $(STAMP)

# The machine code of the hot loops is cached beside them: the first start need not wait for it.
$(COMPILED): $(STAMP)
	$(BIN)/python -m tools.compile_loops
	touch $(COMPILED)

web: $(PAGES)

$(PAGES): $(STAMP) $(WEB)
	sh tools/build_web.sh $(BIN)

demo: setup
	$(BIN)/lineside demo

test: setup
	sh tools/find_browser.sh
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not browser"
	$(BIN)/pytest -q -m browser

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Writes the snapshots of everything public anew; read the difference before committing it.
published: $(STAMP)
	LINESIDE_UPDATE_PUBLISHED=1 $(BIN)/pytest -q tests/published

docs: $(STAMP)
	$(BIN)/python -m tools.reference

bench: $(STAMP)
	$(BIN)/python -m benchmarks $(if $(DATA),--data $(DATA))

faults: setup
	$(BIN)/pytest -q tests/faults --long

# Programs of others that the interfaces are exercised against: node-opcua and Sparkplug by npm.
# Mosquitto is a package of the system; tests that need what is not there are skipped and say so.
peers: $(STAMP)
	cd tests/peers && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@command -v mosquitto >/dev/null || test -x /usr/sbin/mosquitto || echo "mosquitto is missing: apt install mosquitto"

clean:
	rm -rf $(VENV) web/node_modules src/lineside/app/web
