# Every target sets up what it needs: a virtual environment from requirements.lock, then the program.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
DEMO   ?=

.PHONY: setup demo test check bench bench-peers bench-broker chaos fuzz fuzz-wire soak tamper monkey shift shots physics prior translations lock

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Review Room needs Python 3.11 or newer; name one: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)  ## three simulated sites, the hub and the reviewer's window; DEMO="--headless --json" passes options
	$(BIN)/reviewroom demo $(DEMO)

test: $(READY)  ## the whole test suite, offscreen
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist worksteal

EXPLORE ?= 10
.PHONY: explore
explore: $(READY)  ## every law tried with examples drawn anew, EXPLORE=10 times as many as the suite tries
	REVIEWROOM_EXPLORE=$(EXPLORE) QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n 2 -m hypothesis --timeout 3600

check: $(READY)  ## style, types, house contracts, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q tests/house

BENCH ?= all
bench: $(READY)  ## the benchmark table, also written as bench.json; BENCH=display|engine|desk|lot|facts|million|audit|commit|wire|dispatch|ingest|container|miss|postgres|projection|tables|dashboard|flood runs one part
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.benchmarks.run $(BENCH)

PEERS := .venv-peers
bench-peers: $(READY)  ## napari and silx beside our pane, in an environment of their own; needs xvfb and openbox
	test -d $(PEERS) || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check napari==0.9.2 silx==3.1.3 \
		"PySide6-Essentials>=6.9.2,<6.12" matplotlib PyOpenGL qtawesome
	$(PEERS)/bin/python tests/benchmarks/bench_peers.py $(BIN)/python

bench-broker: $(READY)  ## a durable transfer beside RabbitMQ with confirms; needs apt-get install rabbitmq-server
	test -d $(PEERS) || $(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check pika==1.4.4
	$(BIN)/python -m tests.benchmarks.bench_broker $(PEERS)/bin/python

DATA ?=
.PHONY: formats
formats: $(READY)  ## the tables of docs/formats.md: every format made, read, packed and read again; DATA=DIR also goes over a folder of foreign files
	$(BIN)/python -m tests.benchmarks.formats_table $(DATA)

FUZZ ?= 1000000
fuzz-wire: $(READY)  ## spoilt messages through the hub's answer path; FUZZ=1000000
	$(BIN)/python -m tests.benchmarks.fuzz_wire $(FUZZ)

FUZZER := .venv-fuzz
DECODES ?= 100000
fuzz: $(READY)  ## spoilt files of every format through the decoding child, and every parser under libFuzzer (without atheris by mutators alone); DECODES=100000 FUZZ=1000000
	test -d $(FUZZER) || $(PYTHON) -m venv $(FUZZER)
	-$(FUZZER)/bin/python -m pip install --quiet --disable-pip-version-check atheris==3.0.0
	$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' \
		> $$($(FUZZER)/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/reviewroom.pth
	$(BIN)/python -m tests.benchmarks.fuzz_formats $(DECODES) $(FUZZ) 1 \
		$$($(FUZZER)/bin/python -c "import atheris, sys; print(sys.executable)" 2>/dev/null)

CHAOS ?= short
chaos: $(READY)  ## the fault campaign: kills, freezes, cuts and power cuts while a room is at work; CHAOS=long for all of it, SOAK=60 an hour's work beside it
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.chaos $(CHAOS)

soak: $(READY)  ## the tests that take long: rounds of the fault campaign one by one, a demo whose hub is killed
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -m soak

.PHONY: postgres
postgres: $(READY)  ## the tests of the records over a PostgreSQL server of their own; needs apt-get install postgresql
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -m postgres tests/postgres

.PHONY: directory
directory: $(READY)  ## log-ins proven by an OpenLDAP server of their own; needs apt-get install slapd
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -m directory tests/directory

tamper: $(READY)  ## change a room behind the hub's back in every way that is known, and print what notices it
	$(BIN)/python -m tests.audit.tampering

.PHONY: tampering-page
tampering-page: $(READY)  ## docs/tampering.md, .zh.md and their pictures: every kind of tampering as the evidence log's page shows it
	$(BIN)/python -m tests.journeys.tamper_gallery

MONKEY ?= 10000
monkey: $(READY)  ## random tool actions and keys at the desk: no exception, no decision, flat memory; MONKEY=10000
	MONKEY=$(MONKEY) MONKEY_KEYS=$(MONKEY) QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -s tests/ui/test_monkey.py

SHIFT ?= 60
shift: $(READY)  ## a shift worked with real keys in the real window under a virtual X server; SHIFT=500 for the whole
	$(BIN)/python -m tests.journeys.desk_shift_x $(SHIFT)

DATA ?= ../shared/data
shots: $(READY)  ## the screenshots of README and manual, taken by script: the desk's under a virtual X server
	$(BIN)/python -m tests.journeys.shots $(DATA)
	$(BIN)/python -m tests.journeys.manual_shots

physics: $(READY)  ## attenuation and material classes against other people's Monte Carlo
	$(BIN)/python -m workstation.simulation.validation $(DATA)
	$(BIN)/python -m tests.benchmarks.material_physics $(DATA)

prior: $(READY)  ## fit anew what the engine knows before a library has grown
	$(BIN)/python -m tests.benchmarks.fit_tokens resources/data/matching_tokens.npz
	$(BIN)/python -m tests.benchmarks.fit_prior resources/data/matching_prior.npz
	$(BIN)/python -m tests.benchmarks.fit_deviations resources/data/matching_deviations.npz

translations: $(READY)  ## read new texts into the .ts file and build the .qm
	$(BIN)/python -m tests.house.translations

lock: $(READY)  ## pin anew; names, versions and hashes only
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile -q --extra dev --generate-hashes --allow-unsafe --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --no-header --strip-extras -o requirements.lock pyproject.toml
