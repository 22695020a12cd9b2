#!/bin/sh
# Measures one part of the platform: ./bench.sh NAME [--json]. Without a name: lists the names.
# With --json the last line of standard output is one JSON object, a member a row; everything else goes to standard error.
set -eu
cd "$(dirname "$0")"
dotnet build tests/Trust.Benchmarks -c Release --nologo -v quiet >&2
exec dotnet tests/Trust.Benchmarks/bin/Release/net10.0/Trust.Benchmarks.dll "$@"
