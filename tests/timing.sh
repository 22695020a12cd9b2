#!/usr/bin/env bash
# Whether the time that SM2 takes tells a secret: two classes of inputs, Welch's t. Writes Trust.Foundation/Crypto/timing.md; takes an hour and a half on an idle machine.
#   tests/timing.sh [SETTING...]     tiers, no-tiers, avx2, plain; all unless said otherwise. TRUST_TIMING_COUNT: measurements a row, 1,000,000.
# Only a run of all settings is written to the file; one of some is printed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
project=tests/Trust.Crypto.Tests
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build "$project" -c Release --nologo -v quiet || exit 1
code=0

measure() { # heading, tests, environment
  echo "Measuring: $1" >&2
  TRUST_TIMING="$work/rows" env "${@:3}" dotnet test "$project" -c Release --no-build --nologo --filter "Category=Timing$2" >"$work/log" 2>&1 || { grep -E 'FAIL|Outcome|error' "$work/log" >&2; code=1; }
  printf '\n## %s\n\n| operation | fixed class | measurements | fixed, µs | random, µs | t |\n|---|---|---|---|---|---|\n' "$1"
  sort "$work/rows"
  rm "$work/rows"
}

settings=("$@")
[ $# -gt 0 ] || settings=(tiers no-tiers avx2 plain)
{
  sed -n '1,/^Measured on/{/^Measured on/!p}' Trust.Foundation/Crypto/timing.md
  echo "Measured on $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(nproc) threads, $(uname -sm), .NET $(dotnet --list-runtimes | awk '$1 == "Microsoft.NETCore.App" { v = $2 } END { print v }'), $(date -u +%Y-%m-%d)."
  for setting in "${settings[@]}"; do
    case $setting in
      tiers) measure 'Best way of this machine, tiers as they are by default' '' DOTNET_TieredCompilation=1 ;;
      no-tiers) measure 'Best way of this machine, `DOTNET_TieredCompilation=0`' '' DOTNET_TieredCompilation=0 ;;
      # What is not of lanes or tables of G is as above.
      avx2) measure 'Lanes of AVX2, `DOTNET_EnableAVX512=0`, default tiers' '&(FullyQualifiedName~side_by_side|FullyQualifiedName~base_point|FullyQualifiedName~Signing)' DOTNET_EnableAVX512=0 ;;
      plain) measure 'Plain way, `DOTNET_EnableAVX2=0`, default tiers' '' DOTNET_EnableAVX2=0 ;;
      *) echo "No such setting: $setting" >&2; exit 2 ;;
    esac
  done
} >"$work/timing.md"
if [ $# -gt 0 ]; then cat "$work/timing.md"; else cp "$work/timing.md" Trust.Foundation/Crypto/timing.md; fi
exit "$code"
