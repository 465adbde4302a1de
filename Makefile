# Every target prints what it does; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help run build test golden lint format images verify-deploy verify-k8s verify-broker fuzz-broker fuzz-broker-long crash-broker crash-broker-long bench-broker kill-services kill-services-by-hand kill-services-apache kill-services-long verify-grpc contracts kafka bench clean
SOLUTION := Noderr.Services.sln

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-16s %s\n", $$1, $$2}'

run: ## Trade on paper: LocalKafka and all services in one process; prints where the page is
	./noderr run

build: ## Build everything; warnings are errors
	dotnet build $(SOLUTION) -c Release --nologo -v quiet

test: build ## Run the unit tests (needs the .NET SDK only)
	dotnet test --solution $(SOLUTION) -c Release --no-build

golden: ## Compare with the answers of other implementations, from NODERR_GOLDEN or ../shared/golden
	dotnet build tests/unit -c Release --nologo -v quiet
	NODERR_GOLDEN=$${NODERR_GOLDEN:-$(abspath ../shared/golden)} dotnet tests/unit/bin/Release/net10.0/Noderr.Tests.Unit.dll --filter-class '*Golden*' --filter-class '*MatchCommandTests'

lint: ## Check formatting
	dotnet format whitespace $(SOLUTION) --verify-no-changes

format: ## Mend formatting
	dotnet format whitespace $(SOLUTION)

contracts: ## Lint the contracts and see that they break nothing on BASE, by default main (needs node)
	contracts/check.sh $(BASE)

kafka: ## Run the embedded broker and registry on ports 9092 and 8081
	./noderr kafka

verify-broker: ## Third-party clients against LocalKafka (needs ../shared, java, node, kcat); ONLY=go,java,… picks some
	tests/broker/verify.sh $(if $(ONLY),--only $(ONLY))

crash-broker: ## Kill LocalKafka under load, with torn writes, 10 rounds; SEED=N repeats a run
	tests/broker/crash.sh 10 $(SEED)

crash-broker-long: ## The same, 200 rounds (about half an hour)
	tests/broker/crash.sh 200 $(SEED)

bench-broker: ## LocalKafka beside Apache Kafka in one run: throughput, latency, starts, memory (needs ../shared, java)
	./noderr kafka --help > /dev/null
	dotnet build tests/broker/bench -c Release --nologo -v quiet
	dotnet tests/broker/bench/bin/Release/net10.0/bench-broker.dll

bench: ## The system's speed beside this machine's: table and JSON; ROUNDS=N, ONLY=memory-shell,…
	./noderr --help > /dev/null
	dotnet build tests/bench -c Release --nologo -v quiet
	dotnet tests/bench/bin/Release/net10.0/bench.dll $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(ONLY),--only $(ONLY))

fuzz-broker: ## 50,000 hostile inputs and connections against LocalKafka, beside a bystander; SEED=n picks others
	tests/broker/fuzz.sh --inputs 50000 $(if $(SEED),--seed $(SEED))

fuzz-broker-long: ## The same with 1,000,000 inputs
	tests/broker/fuzz.sh --inputs 1000000 --memory 1024 $(if $(SEED),--seed $(SEED))

kill-services: ## Kill services and the broker 25 times while they trade, and replay every journal; SEED=n
	tests/e2e/kill.sh 25 0 $(SEED)

kill-services-by-hand: ## The same, with orders by hand in flight: brackets, pairs, stops, amendments
	tests/e2e/kill.sh 25 0 $(or $(SEED),$$RANDOM) --by-hand

kill-services-apache: ## The same on Apache Kafka (needs ../shared, java)
	tests/e2e/kill.sh 0 25 $(SEED)

kill-services-long: ## The same, 500 times on each
	tests/e2e/kill.sh 500 500 $(SEED)

verify-grpc: ## The risk check called by grpcurl, ghz (RATE=n a second), grpc-js and python3-grpcio
	tests/e2e/grpc.sh $(or $(RATE),1000) 5

images: ## Build the container images noderr-NAME:TAG (needs Docker with compose); TAG=dev
	@docker compose version > /dev/null 2>&1 && docker info > /dev/null 2>&1 || { echo "images: no container engine answers here; install Docker with the compose plugin, or see tests/k8s/images.sh" >&2; exit 1; }
	docker compose build

verify-deploy: ## Check chart, compose, skaffold and Terraform without a cluster (needs ../shared, node)
	tests/k8s/static.sh

verify-k8s: ## The chart on a real Kubernetes: trades, kills, upgrade, rollback (needs ../shared and root); about 6 minutes
	tests/k8s/verify.sh

clean: ## Remove what was built
	rm -rf .build && find . -type d \( -name bin -o -name obj \) -not -path './node_modules/*' -prune -exec rm -rf {} +
