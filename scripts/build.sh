#!/bin/sh
# Makes the wheel and the source archive. Both carry the built interface and translations: who installs needs no Node.
set -eu
cd "$(dirname "$0")/.."
UV=uv
if ! command -v uv >/dev/null 2>&1 || ! uv --version >/dev/null 2>&1; then UV=.uv/bin/uv; fi
"$UV" build -q --python .venv/bin/python --out-dir "${1:-dist}"
ls -l "${1:-dist}"
