# The whole set-up is in two of these: make demo, make test.
MVN ?= mvn
MVN_FLAGS ?=
DEMO ?= demo
HEAP ?= 4g

SHELL := /bin/bash
.DEFAULT_GOAL := help
# What comes after the jar in its recipe belongs to it: where that fails, the next make does all of it again.
.DELETE_ON_ERROR:
.PHONY: help demo test test-fast test-long test-part build setup render format clean lab-install lab-up lab-down lab-clear

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/insight
# Which GraphFrames the set-up found; read when a recipe runs, so after the set-up.
GRAPHFRAMES = $$(cat "$(CACHE)/graphframes.version")
THIRD_PARTY = $$(setup/third-party.sh)
MAVEN = $(MVN) -B $(if $(MAVEN_REPO_LOCAL),-Dmaven.repo.local="$(MAVEN_REPO_LOCAL)") -Dgraphframes.version="$(GRAPHFRAMES)" -Dthird-party.kept="$(THIRD_PARTY)" $(MVN_FLAGS)
JAR := cli/target/insight.jar
# Of conf/ what the jar takes along (lib-common/pom.xml), for clusters; of setup/ what it brings.
SOURCES := $(shell find pom.xml third-party entitlements trino-plugin schemas lib-common simulator verify jobs services cli benchmarks \( -name target -prune \) -o -type f \( -name pom.xml -o -path '*/src/main/*' \) -print) \
  $(wildcard conf/*.yaml conf/models/*.yaml conf/policies/*.yaml) conf/log4j2-json.properties \
  setup/packages.lock setup/reference-data.py setup/regions.py setup/page-models.py setup/graphframes.py setup/pack-jar.py

# What each part of make test-long runs, of at most two hours each. NAME-1, NAME-2 … draw ten sets each of what NAME draws.
GOES := 1 2 3 4 5
PARTS := small flows streams clusters delta verifier drawn trino $(GOES:%=interference-%) $(GOES:%=trino-interference-%)
PART_small :=
PART_flows := FirstRunIT RetriedItemsIT ItemsThatComeAndGoIT BridgeIT KnownLeaksIT AuditIT AuditSpoolsIT WatchedIT WithoutCommandLineIT ShellIT TruthComparisonIT WhoIsWhoIT TravelGroupsIT DecisionsIT CorrectionsIT
PART_streams := KilledRunIT StreamIT PullFromPostgresIT
PART_clusters := StandaloneClusterIT YarnClusterIT AirflowIT
PART_delta := DeltaLakeIT LakeMaintenanceIT
PART_verifier := LabelVerificationIT ContentVerificationIT CompletenessVerificationIT EntityVerificationIT LaterRightsIT RunVerificationIT
PART_drawn := NonInterferenceOfJobsIT DrawnRowsComeAndGoIT VerifiedLakeIT
PART_trino := TrinoSuiteIT
PART_interference := NonInterferenceIT
PART_trino-interference := TrinoDrawnReadersIT
NAME = $(shell echo "$(PART)" | sed 's/-[0-9]*$$//')
CLASSES = $(strip $(PART_$(NAME)))
COMMA := ,
EMPTY :=
SPACE := $(EMPTY) $(EMPTY)

help: ## these lines
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: build ## set up, build, simulate an inbox, run it, write a report: a few minutes the first time
	@# Marked once it is whole; one that was cut off is completed, what is there of it stays. An inbox of yours has no plan.json beside it.
	@[ -f "$(DEMO)/.simulated" ] || { [ -d "$(DEMO)/inbox" ] && [ ! -f "$(DEMO)/plan.json" ]; } \
	  || { bin/insight simulate --out "$(DEMO)" --persons 300 --items 600 --seed 7 && touch "$(DEMO)/.simulated"; }
	@INSIGHT_HEAP=$(HEAP) bin/insight run --inbox "$(DEMO)/inbox"
	@INSIGHT_HEAP=$(HEAP) bin/insight report --as demo --purpose crime-analysis --reason "a first look" --out "$(DEMO)/report"
	@INSIGHT_HEAP=$(HEAP) bin/insight status
	@echo
	@echo "Persons whom reports and messages describe most often:"
	@INSIGHT_HEAP=$(HEAP) bin/insight sql --as demo --purpose crime-analysis --reason "a first look" \
	  "SELECT caption, basis, records, texts, sources FROM curated.persons WHERE texts > 0 ORDER BY texts DESC, caption LIMIT 5"
	@echo
	@echo "The report: $(abspath $(DEMO))/report/index.html (open it in a browser)"
	@echo "The inbox:  $(abspath $(DEMO))/inbox, and what is true of it: $(abspath $(DEMO))/truth"
	@echo "Ask more:   bin/insight sql --as demo --purpose crime-analysis --reason \"a first look\" \"SELECT caption, sources FROM curated.persons LIMIT 10\""

test: setup ## set up and pass every test, as .ci/run does
	@lab/lab.sh install || echo "make test: no lab on this machine (what it lacks is said above), so the tests of Trino and of its clients are skipped" >&2
	@lab/kafka.sh install > /dev/null || echo "make test: no broker of Kafka on this machine (what it lacks is said above), so the test of streams is skipped" >&2
	$(MAVEN) verify

test-fast: setup ## the small tests, without those (…IT) that take a whole lake or flow
	$(MAVEN) test -Dsurefire.excludes='**/*IT.java'

test-long: setup lab-install ## every test, and those too long for each change; PART=NAME runs one part of them
	@failed=; for part in $(or $(PART),$(PARTS)); do \
	  echo "make test-long: part $$part" >&2; \
	  $(MAKE) --no-print-directory test-part PART="$$part" || failed="$$failed $$part"; \
	done; \
	[ -z "$$failed" ] || { echo "make test-long: these parts failed:$$failed" >&2; exit 1; }

test-part:
	@[ -n "$(filter $(PART),$(PARTS))" ] || { echo "Cannot run a part of the tests: no such part, known are $(PARTS), found $(PART)" >&2; exit 2; }
	$(MAVEN) verify -Dinsight.tests=long -Djunit.jupiter.execution.timeout.default=24h $(if $(CLASSES), \
	  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=$(subst $(SPACE),$(COMMA),$(CLASSES)) -Dfailsafe.failIfNoSpecifiedTests=false, -DskipITs) \
	  $(if $(filter-out $(NAME),$(PART)),-Dinsight.sets=$(or $(SETS),10))

build: setup ## set up and build the jar that bin/insight and spark-submit run
	@$(MAKE) --no-print-directory $(JAR)

$(JAR): $(SOURCES)
	@echo "building $@: a minute or two, longer the first time" >&2
	@set -o pipefail; $(MAVEN) package -DskipTests 2>&1 | { grep --line-buffered -E '^\[INFO\] Building Insight|^\[ERROR\]' || true; } >&2
	@touch $@
	@setup/share-classes.sh
	@dags/list-jobs.sh

setup: ## get what the build needs and no Maven repository serves
	@setup/set-up.sh

render: setup ## render DDL, table pages and the data-flow page after a change of contracts or jobs
	RENDER=1 $(MAVEN) -q test -Dspotless.check.skip -Dtest='RenderedFilesTest,DataFlowTest' -Dsurefire.failIfNoSpecifiedTests=false

format: setup ## format the Java sources as the build checks them
	$(MAVEN) -q spotless:apply

lab-install: ## get what the lab needs: PostgreSQL, Trino and a Java for it, Airflow and Spark (lab/README.md)
	@lab/lab.sh install
	@lab/airflow.sh install

lab-up: build ## start PostgreSQL, Trino for readers and Airflow on this machine (lab/README.md)
	@lab/lab.sh up
	@lab/airflow.sh up

lab-down: ## stop them; what they hold stays
	@lab/airflow.sh down
	@lab/lab.sh down

lab-clear: ## stop them and remove what they hold
	@lab/airflow.sh clear
	@lab/lab.sh clear

clean: ## remove what was built; the lake and the demo stay
	$(MVN) -B -q clean
