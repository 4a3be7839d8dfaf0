#!/bin/sh
# The guards that need no database: style, types, floors. Says each result and fails if one failed.
set -u
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH
# The type checker's plugin reads the settings, which want these; nothing is connected to.
export MOONDESK_SECRET_KEY=only-for-the-type-checker-which-loads-settings
export DATABASE_URL=postgresql://nobody@localhost/none
status=0

guard() { # guard NAME COMMAND...
    name=$1
    shift
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        printf '  ✓ %s\n' "$name"
    else
        status=1
        printf '  ✗ %s\n' "$name"
        sed 's/^/    /' "$log"
    fi
    rm -f "$log"
}

guard 'ruff: rules' ruff check --quiet .
guard 'ruff: format' ruff format --check --quiet .
guard 'mypy: types' mypy
guard 'import-linter: floors' lint-imports
guard 'TypeScript: types' .venv/node/bin/node frontend/node_modules/typescript/bin/tsc --noEmit -p frontend
exit $status
