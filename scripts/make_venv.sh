#!/bin/sh
# Makes .venv with the given Python. Debian splits venv into a package of its own: fetch it when
# it is missing and we may.
set -eu
python=${1:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Plumbline needs Python 3.11 or newer; $python is $("$python" --version)." >&2
    exit 1
}
if ! "$python" -m venv .venv 2>/dev/null; then
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv ..."
        apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
        "$python" -m venv .venv
    else
        echo "Python's venv module is missing. Install it with: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
