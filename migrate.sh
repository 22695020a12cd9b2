#!/usr/bin/env bash
# Makes a module's one Initial migration anew, for both databases:
#   ./migrate.sh MODULE        identity, seal, license, portal, gateway; sender and receiver are the test node's
# Until version 1.0 a module has no other migration. Development databases made before are renamed at the next start.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

module=${1:-}
case "$module" in
  hosting)
    # The key ring's table; SQLite installations keep the key ring in a folder.
    rm -rf Trust.Foundation/Hosting/Keys/Migrations
    dotnet tool restore >/dev/null
    dotnet build Trust.Foundation/Hosting --verbosity quiet --nologo
    exec dotnet ef migrations add Initial --no-build --project Trust.Foundation/Hosting --context KeyRingDbContext --output-dir Keys/Migrations
    ;;
  identity | seal | license | portal | gateway)
    name=${module^}
    project=Trust.$name
    output=Data/Migrations
    ;;
  sender | receiver)
    name=${module^}
    project=tests/Trust.TestNode
    output=Data/Migrations/$name
    ;;
  *)
    echo "usage: ./migrate.sh identity|seal|license|portal|gateway|sender|receiver" >&2
    exit 64
    ;;
esac

dotnet tool restore >/dev/null
rm -rf "${project:?}/$output"
dotnet build "$project" --verbosity quiet --nologo
for database in Sqlite Postgres; do
  dotnet ef migrations add Initial --no-build --project "$project" \
    --context "$database${name}DbContext" --output-dir "$output/$database"
done
