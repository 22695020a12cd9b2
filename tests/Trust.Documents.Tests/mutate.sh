#!/usr/bin/env bash
# A long run of structure-aware mutation of the readers, and their line coverage by the tests with a short run of it:
#   tests/Trust.Documents.Tests/mutate.sh [COUNT]     1,000,000 inputs unless said otherwise; TRUST_MUTATION_SEED repeats a run
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export TRUST_MUTATION_COUNT="${1:-1000000}"
project=tests/Trust.Documents.Tests
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
dotnet build "$project" -c Release --nologo -v quiet
dotnet test "$project" -c Release --no-build --nologo --filter FullyQualifiedName~Mutation --logger 'console;verbosity=detailed' | grep -E 'TRUST_MUTATION_SEED|inputs in|Passed|Failed|threw|took'
unset TRUST_MUTATION_COUNT
dotnet test "$project" -c Release --no-build --nologo --filter 'Category!=Interop' --collect 'XPlat Code Coverage' --results-directory "$results" >"$results/log" || { tail -30 "$results/log"; exit 1; }
report=$(find "$results" -name coverage.cobertura.xml | head -1)
for folder in Packaging Ofd Seals; do
  awk -v folder="/Documents/$folder/" '
    /<class / { inside = index($0, folder) > 0 || index($0, "Documents\\" substr(folder, 12)) > 0; match($0, /filename="[^"]*"/); name = substr($0, RSTART, RLENGTH); inside = inside || name ~ ("(^|[/\"])" substr(folder, 12)) }
    inside && /<line / { match($0, /number="[0-9]+"/); key = name substr($0, RSTART, RLENGTH); match($0, /hits="[0-9]+"/); hits = substr($0, RSTART + 6, RLENGTH - 7) + 0; all[key] = 1; if (hits > 0) hit[key] = 1 }
    END { n = 0; h = 0; for (k in all) n++; for (k in hit) h++; printf "coverage of %s: %d of %d lines, %.1f %%\n", substr(folder, 12), h, n, n ? 100 * h / n : 0 }' "$report"
done
