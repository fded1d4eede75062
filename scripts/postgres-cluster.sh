#!/usr/bin/env bash
# scripts/postgres-cluster.sh COMMAND…: runs the command with a PostgreSQL server of its own and removes the server afterwards.
# The server listens on a free loopback port and on a socket in a temporary folder, runs as an unprivileged user, and trusts
# whoever is on this machine: for tests only. SAFEISLE_TEST_POSTGRES tells the command how to reach its maintenance database.
# A commit does not wait for the disk, which tests do not need; with SAFEISLE_POSTGRES_DURABLE=1 it does, as where data is to last.
set -euo pipefail

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin -type d 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
  echo "PostgreSQL's server programs are missing (Debian: postgresql)." >&2
  exit 1
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/safeisle-postgres.XXXXXX")
as_user=()
if [ "$(id -u)" -eq 0 ]; then
  user=postgres
  id -u "$user" >/dev/null 2>&1 || user=nobody
  chown "$user" "$folder"
  as_user=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups)
fi

started=
cleanup() {
  if [ -n "$started" ]; then
    "${as_user[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  fi
  rm -rf "$folder"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

lasting=(-c fsync=off -c synchronous_commit=off -c full_page_writes=off)
if [ -n "${SAFEISLE_POSTGRES_DURABLE:-}" ]; then lasting=(); fi

cd "$folder" # the unprivileged user may not be allowed to stand where we are
"${as_user[@]}" "$bin/initdb" -D "$folder/data" -U safeisle -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }

for try in 1 2 3 4 5 6 7 8; do
  port=$((20000 + RANDOM % 12000))
  if "${as_user[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -t 30 \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='$folder' ${lasting[*]} \
        -c max_connections=200 -c shared_buffers=128MB" start >/dev/null 2>&1; then
    started=yes
    break
  fi
  # Another program may have the port; anything else is told after the last try.
done
if [ -z "$started" ]; then
  cat "$folder/data/server.log" >&2
  exit 1
fi

export SAFEISLE_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=safeisle;Database=postgres"
cd - >/dev/null
"$@"
