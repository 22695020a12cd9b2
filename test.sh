#!/usr/bin/env bash
# Sets up what the tests need, runs everything, ends with "N passed, N failed, N skipped".
#   ./test.sh [dotnet test arguments]     for example ./test.sh --filter FullyQualifiedName~Sm2
# With CI=true a skipped test is a failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Programs that live for seconds win nothing by measuring themselves first, nor by mapping each page of code twice.
export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0
configuration=Release
work=$(mktemp -d)
trap 'stop_services; rm -rf "$work"' EXIT

need() { # package, command that shows it is there
  if ! eval "$2" >/dev/null 2>&1; then missing+=("$1"); fi
}

install_packages() {
  missing=()
  need openssl 'command -v openssl'
  need nodejs 'command -v node'
  need npm 'command -v npm'
  need postgresql 'ls /usr/lib/postgresql/*/bin/initdb'
  need redis-server 'command -v redis-server'
  # Without the whole browser's window, which takes most of a page's time.
  need chromium-headless-shell 'command -v chromium-headless-shell'
  need unzip 'command -v unzip'
  need qpdf 'command -v qpdf'
  need poppler-utils 'command -v pdftoppm'
  need curl 'command -v curl'
  need fonts-wqy-microhei 'fc-list :lang=zh | grep -q .'
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing: ${missing[*]}"
    apt-get update -qq >"$work/apt.log" 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >>"$work/apt.log" 2>&1 || { tail -20 "$work/apt.log"; echo "Some packages could not be installed."; }
  else
    echo "Missing: ${missing[*]}. Install them (Debian: apt-get install ${missing[*]}); what needs them is skipped."
  fi
}

# Peers need Node 20; Debian 12 has 18, so a newer one is installed beside them.
install_peers() {
  command -v npm >/dev/null || return
  for folder in tests/peers tests/browser; do
    [ -f "$folder/package-lock.json" ] || continue
    if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"; then
      (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error && cp package-lock.json node_modules/.installed-lock.json) || echo "npm ci failed in $folder."
    fi
  done
  if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
    (cd tests/peers && npm install --no-save --no-audit --no-fund --loglevel=error node@22) && export PATH="$PWD/tests/peers/node_modules/node/bin:$PATH"
  fi
}

free_port() { node -e 's=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

start_services() {
  local bin; bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
  if [ -n "$bin" ]; then
    pg_port=$(free_port); pg=$(mktemp -d); as=()
    if [ "$(id -u)" = 0 ]; then chown postgres "$pg"; as=(runuser -u postgres --); fi
    "${as[@]}" "$bin/initdb" -D "$pg/db" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$work/pg.log" 2>&1 \
      && "${as[@]}" "$bin/pg_ctl" -D "$pg/db" -w -l "$pg/log" -o "-p $pg_port -k $pg -c listen_addresses=127.0.0.1 -c max_connections=300 -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >>"$work/pg.log" 2>&1 \
      && export TRUST_TEST_POSTGRES="Host=127.0.0.1;Port=$pg_port;Username=postgres;Database=postgres" || { cat "$work/pg.log"; echo "PostgreSQL does not start."; }
  fi
  if command -v redis-server >/dev/null; then
    redis_port=$(free_port)
    redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly no --daemonize yes --dir "$work" >/dev/null && export TRUST_TEST_REDIS="127.0.0.1:$redis_port"
  fi
  local browser; browser=$(command -v chromium-headless-shell || command -v chromium)
  if [ -n "$browser" ]; then export TRUST_CHROMIUM="${TRUST_CHROMIUM:-$browser}"; fi
}

stop_services() {
  if [ -n "${TRUST_TEST_POSTGRES:-}" ]; then "${as[@]}" "$(ls -d /usr/lib/postgresql/*/bin | tail -1)/pg_ctl" -D "$pg/db" -m immediate stop >/dev/null 2>&1; rm -rf "$pg"; fi
  if [ -n "${TRUST_TEST_REDIS:-}" ]; then redis-cli -p "$redis_port" shutdown nosave >/dev/null 2>&1; fi
}

install_packages
install_peers
start_services

dotnet build Trust.sln -c "$configuration" --nologo -v quiet || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }
# Rules of style are the build's own; white space is looked at file by file, without loading everything that was just built once more.
dotnet format whitespace . --folder --verify-no-changes --exclude '**/Migrations/**' '**/obj/**' '**/bin/**' '**/node_modules/**' || { echo "Formatting differs: run dotnet format Trust.sln."; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

# What needs files that are not part of the project, or many minutes, is left out by name, and said; a filter of the caller's own stands alone.
if [ -z "${TRUST_INTEROP_DIR:-}" ] && [ -d ../shared/interop ]; then TRUST_INTEROP_DIR="$(cd ../shared/interop && pwd)"; export TRUST_INTEROP_DIR; fi
out=() filter=()
if [[ " $*" != *" --filter"* ]]; then
  if [ -z "${TRUST_INTEROP_DIR:-}" ]; then out+=(Interop); fi
  if [ -z "${TRUST_FONT_SOURCE:-}" ]; then out+=(FontSource); fi
  if [ -z "${TRUST_TIMING:-}" ]; then out+=(Timing); fi
fi
if [ ${#out[@]} -gt 0 ]; then filter=(--filter "$(printf '&Category!=%s' "${out[@]}" | cut -c2-)"); fi
left_out() { dotnet test "${2:-Trust.sln}" -c "$configuration" --no-build --nologo --list-tests --filter "Category=$1" 2>/dev/null | grep -c '^    '; }

# SM2 and SM3 have a way for each processor; the tests see to it that the best one of this machine is taken.
has() { local flag; for flag in "$@"; do grep -qw "$flag" /proc/cpuinfo || return; done; }
if [ "$(uname -m)" = x86_64 ] && [ -r /proc/cpuinfo ] && [ -z "${TRUST_SM_PATH:-}" ]; then
  way=plain
  if has avx2 bmi1 bmi2 fma movbe; then way=avx2; fi
  if [ "$way" = avx2 ] && has avx512f avx512bw avx512cd avx512dq avx512vl; then way=avx512; fi
  echo "SM2 and SM3, best way of this machine: $way"
  export TRUST_SM_PATH=$way
fi

dotnet test Trust.sln -c "$configuration" --no-build --nologo "${filter[@]}" "$@" 2>&1 | tee "$work/out"
code=${PIPESTATUS[0]}

# Each lesser way is forced once. A filter of the caller's own stands alone.
if [[ " $*" != *" --filter"* ]] && [ "$(uname -m)" = x86_64 ]; then
  for forced in avx2:DOTNET_EnableAVX512=0 plain:DOTNET_EnableAVX2=0 plain:DOTNET_EnableHWIntrinsic=0; do
    echo "SM2 and SM3, $forced"
    env TRUST_SM_PATH="${forced%%:*}" "${forced#*:}" dotnet test tests/Trust.Crypto.Tests -c "$configuration" --no-build --nologo \
      --filter 'FullyQualifiedName~PathTests|FullyQualifiedName~FieldTests|FullyQualifiedName~CurveTests|FullyQualifiedName~MappedSumTests|FullyQualifiedName~LeftoverTests|FullyQualifiedName~Sm2KeyTests|FullyQualifiedName~Sm2BatchTests|FullyQualifiedName~Sm2Vector|FullyQualifiedName~Sm2OpenSsl|FullyQualifiedName~Sm3' 2>&1 | tee -a "$work/out"
    if [ "${PIPESTATUS[0]}" != 0 ]; then code=1; fi
  done
fi
# Figures are for reading; a machine that does other things makes them worse, so none fails. What is measured has to work, and the baseline to be the good one.
if [[ " $*" != *" --filter"* ]]; then
  dotnet "tests/Trust.Benchmarks/bin/$configuration/net10.0/Trust.Benchmarks.dll" sm 2>&1 || code=1
fi
for category in "${out[@]}"; do
  case $category in
    Interop) echo "$(left_out Interop) tests on foreign files left out: TRUST_INTEROP_DIR names no folder." ;;
    FontSource) echo "Making the shipped fonts anew is left out: TRUST_FONT_SOURCE names no folder." ;;
    Timing) echo "$(left_out Timing tests/Trust.Crypto.Tests) comparisons of times left out: tests/timing.sh makes them." ;;
  esac
done
awk -v code="$code" -v ci="${CI:-}" '
  /^(Passed|Failed|Skipped)! *- *Failed:/ { gsub(/,/, ""); for (i = 1; i <= NF; i++) { if ($i == "Failed:") f += $(i+1); if ($i == "Passed:") p += $(i+1); if ($i == "Skipped:") s += $(i+1) } }
  END {
    if (code != 0 && f == 0) f = 1
    printf "%d passed, %d failed, %d skipped\n", p, f, s
    exit (p + f == 0) ? 3 : (f > 0 || (ci == "true" && s > 0)) ? 1 : 0
  }' "$work/out"
