# make run    builds everything and serves the demo on http://127.0.0.1:7777
# make test   runs every test: Go with the race detector, web, browser
# make build  leaves one self-contained bin/wend
# make bench  measures speed beside DuckDB and the machine's limits
# make lint   vets, formats, type-checks
# Each target sets up what it needs (scripts/setup.sh) and says so.

.DEFAULT_GOAL := build
GO ?= go
export CGO_ENABLED ?= 0
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT ?= $(shell git rev-parse --short HEAD 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X wend/internal/app.Version=$(VERSION) -X wend/internal/app.Commit=$(COMMIT)

WEB_SOURCES := $(shell find web/src web/public web/index.html web/package-lock.json web/vite.config.ts -type f 2>/dev/null)
SDK_SOURCES := $(shell find sdk/src sdk/wend.d.ts sdk/build.mjs sdk/package-lock.json -type f 2>/dev/null)

.PHONY: build run test test-go test-web test-e2e bench lint openapi cross clean

build: web/dist/index.html sdk/dist/wend.js
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/wend ./cmd/wend

web/dist/index.html: $(WEB_SOURCES)
	@scripts/setup.sh web
	cd web && npm run --silent build

sdk/dist/wend.js: $(SDK_SOURCES)
	@scripts/setup.sh web
	cd sdk && npm run --silent build

run: build
	bin/wend demo

test: test-go test-web test-e2e

test-go: web/dist/index.html sdk/dist/wend.js
	@scripts/setup.sh compiler
	CGO_ENABLED=1 $(GO) test -race -timeout 30m ./...

test-web:
	@scripts/setup.sh web
	cd web && npm run --silent lint && npm test --silent
	cd sdk && npm test --silent

test-e2e: build
	@scripts/setup.sh browser e2e
	cd e2e && npm test --silent

bench: build
	@scripts/setup.sh compiler
	bin/wend bench ingest
	cd bench && CGO_ENABLED=1 $(GO) run .
	cd bench && CGO_ENABLED=1 $(GO) run . -import 1000000

lint:
	@scripts/setup.sh web
	@test -z "$$(gofmt -l cmd internal sdk/*.go web/*.go)" || { gofmt -l cmd internal; echo "run gofmt -w on the files above"; exit 1; }
	$(GO) vet ./...
	cd web && npm run --silent lint

# The API's document, generated from its handlers, and the types made from it.
openapi: build
	bin/wend openapi > web/openapi.json
	cd web && npm run --silent api

# One static binary for every platform that owners run.
cross: web/dist/index.html sdk/dist/wend.js
	for target in linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64; do \
		GOOS=$${target%/*} GOARCH=$${target#*/} CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/cross/wend-$${target%/*}-$${target#*/} ./cmd/wend || exit 1; \
	done

clean:
	rm -rf bin web/dist/assets web/dist/index.html sdk/dist/wend.js
