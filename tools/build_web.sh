#!/bin/sh
# Builds the pages with the Node that comes as a wheel, so that a machine needs none of its own.
set -eu
bin="$(cd "$1" && pwd)"
PATH="$bin:$PATH"
export PATH
cd web
npm ci --no-audit --no-fund --loglevel=error
npm run build --silent
