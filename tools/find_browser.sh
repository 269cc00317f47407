#!/bin/sh
# The browser tests need Chromium. As root it is brought from the distribution; otherwise a line says
# that those tests are left out.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "bringing chromium for the browser tests" >&2
    if apt-get update -qq && apt-get install -y -qq chromium >/dev/null; then exit 0; fi
fi
echo "no chromium on this machine: the browser tests are left out" >&2
