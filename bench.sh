#!/bin/sh
# Measures one part of the platform: ./bench.sh NAME [--json]. Without a name: lists the names.
# With --json the last line of standard output is one JSON object, a member a row; everything else goes to standard error.
set -eu
cd "$(dirname "$0")"
case "${1:-}" in tokens*)
  if ! cmp -s tests/peers/package-lock.json tests/peers/node_modules/.installed-lock.json; then
    (cd tests/peers && npm ci --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.installed-lock.json) >&2
  fi
esac
dotnet build tests/Trust.Benchmarks -c Release --nologo -v quiet >&2
exec dotnet tests/Trust.Benchmarks/bin/Release/net10.0/Trust.Benchmarks.dll "$@"
