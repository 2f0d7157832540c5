# make run: set everything up and open the dashboard on the sample log
# make test: set everything up, the browser included, and run every check
# On Windows, or without make, see the README.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run test test-cluster lint format bench fuzz deform clean

run: $(VENV)/run
	$(BIN)/streamlit run dashboard.py --server.port $(PORT)

# Two processes on two cores: threads of the linear algebra would only be in each other's way. Each has half of the tests
# in their order, and takes from the other when it is done: so one of them does all that share a server and a browser.
# What is compiled is kept, also where the environment denies it: the dashboard and the command line are started often.
test: lint $(VENV)/browser
	PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 2 --dist worksteal

# A cluster of two worker processes on this machine, which needs Java. Spark makes a program of each question, and most
# are asked once: where Java translates them quickly instead of well, all of it takes half the time.
test-cluster: export JAVA_TOOL_OPTIONS = -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
test-cluster: $(VENV)/test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/cluster/requirements.txt
	$(BIN)/python -m pytest tests/cluster/on_spark.py
	$(BIN)/python -m pytest tests/cluster/on_connect.py

lint: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What is compiled is kept, as where the dashboard is used.
bench: $(VENV)/test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/requirements.txt
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m tests.benchmarks.measure

fuzz: $(VENV)/test
	$(BIN)/python -m tests.fuzz.workbooks --minutes 10

deform: $(VENV)/test
	$(BIN)/python -m tests.deformations --cases 2000

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis

# A Debian machine may have Python without its venv module: root can add it.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV) || \
		{ test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv --clear $(VENV); }

$(VENV)/run: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/test: tests/requirements.txt $(VENV)/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

# Debian's Chromium, with a second one that has no windows and takes less time, where it is there or root can install it;
# else the one that Playwright brings.
$(VENV)/browser: $(VENV)/test
	command -v chromium-headless-shell && command -v chromium || \
		{ test "$$(id -u)" = 0 && command -v apt-get && apt-get update -qq && \
			apt-get install -y -qq chromium chromium-headless-shell; } || \
		command -v chromium || $(BIN)/python -m playwright install chromium
	@touch $@
