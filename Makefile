# The commands of the project; the same for people and for CI. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WHEELS := $(wildcard dist/wheels)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
FROM := $(if $(WHEELS),--no-index --find-links dist/wheels,)

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: setup ## install, migrate, load the sample county, serve at http://127.0.0.1:8000
	@$(BIN)/kepu demo --if-empty
	@$(BIN)/kepu serve

setup: $(VENV)/installed ## install what kepu needs into .venv

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本，本机为：$$($(PYTHON) --version 2>&1)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "缺少 Python 的 venv 模块，请先安装系统软件包 python3-venv（例如：apt install python3-venv），再运行 make。"; exit 1; }
	@echo "正在建立 Python 环境 .venv ……"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "正在安装依赖（$$(grep -c '==' requirements/run.txt) 个包，首次约需一分钟）……"
	@$(PIP) install --no-deps --require-hashes $(FROM) -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/installed-dev: requirements/dev.txt $(VENV)/installed
	@echo "正在安装测试与检查工具……"
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

test: $(VENV)/installed-dev ## all tests, on SQLite and on a real PostgreSQL, with browser journeys where Chromium is present
	@$(BIN)/python -m tests.everything

quick: $(VENV)/installed-dev ## the everyday loop: checks of style, and the tests but the slow ones, on SQLite
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/pytest -n 2 -m "not slow and not browser"

check: $(VENV)/installed-dev ## style, types, import contracts, sizes, foreign keys, missing migrations, glossary words
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest tests/architecture
	@KEPU_VAR=$$(mktemp -d) DJANGO_SETTINGS_MODULE=kepu.config.settings $(BIN)/django-admin makemigrations --check --dry-run

fix: $(VENV)/installed-dev ## repair what the style checks can repair
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: $(VENV)/installed-dev ## run the benchmarks at a small size and write benchmarks/RESULTS.md
	@$(PIP) install --no-deps --require-hashes -r requirements/bench.txt
	@$(BIN)/python -m benchmarks

lock: $(VENV)/uv/bin/uv ## after a change of pyproject.toml: lock, and export the hashed requirements
	@$(VENV)/uv/bin/uv lock -q
	@$(MAKE) -s export

export: $(VENV)/uv/bin/uv
	@$(VENV)/uv/bin/uv export -q --locked --no-annotate --no-emit-project --no-default-groups --group build -o requirements/run.txt
	@$(VENV)/uv/bin/uv export -q --locked --no-annotate --no-emit-project --no-default-groups --group build --group dev -o requirements/dev.txt
	@$(VENV)/uv/bin/uv export -q --locked --no-annotate --no-emit-project --all-groups -o requirements/bench.txt

$(VENV)/uv/bin/uv: | $(VENV)/bin/python
	@$(PYTHON) -m venv $(VENV)/uv && $(VENV)/uv/bin/pip install -q 'uv>=0.9'

bundle: $(VENV)/bin/python ## download the wheels into dist/wheels, for x86_64 and aarch64: make run then needs no network
	@for arch in x86_64 aarch64; do for version in 3.11 3.12 3.13; do \
	  echo "正在下载 Python $$version / $$arch 的安装包……"; \
	  $(PIP) download --no-deps --require-hashes --only-binary=:all: --python-version $$version --implementation cp \
	    --platform manylinux_2_28_$$arch --platform manylinux_2_17_$$arch --platform manylinux2014_$$arch \
	    -d dist/wheels -r requirements/run.txt || exit 1; done; done
	@echo "已放入 dist/wheels：把整个目录复制到内网机器，运行 make run 即可。"

fresh: ## start over: delete the database, files and sign-ins under var/
	@read -r -p "将删除 var/ 中的数据库和全部上传文件，不能恢复。输入 yes 继续：" answer && [ "$$answer" = yes ] && rm -rf var && echo "已清空。"

.PHONY: help run setup test quick check fix bench lock export bundle fresh
