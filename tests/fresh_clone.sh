#!/usr/bin/env bash
# Clone the project into an empty directory, `make run` there, and look whether it serves; nothing of the
# surroundings is used: its own HOME, no virtual environment, no database but the default one.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
git clone -q "$root" "$place/kepu"
cd "$place/kepu"
env -i HOME="$place" PATH="$PATH" LANG=C.UTF-8 KEPU_PORT="$port" \
  $(env | grep -E '^(PIP_|SSL_|HTTPS?_PROXY|https?_proxy|NO_PROXY|no_proxy)' | grep -v ' ' || true) \
  setsid make run > "$place/log" 2>&1 &
pid=$!
trap 'kill -TERM -- -$pid 2>/dev/null || true; sleep 2; rm -rf "$place"' EXIT
for _ in $(seq 480); do
  if "$root/.venv/bin/python" -c "import sys, urllib.request as u; open(sys.argv[2], 'wb').write(u.urlopen(sys.argv[1]).read())" \
      "http://127.0.0.1:$port/r/990123000000/" "$place/page" 2>/dev/null; then
    grep -q "清禾县" "$place/page"
    test -s var/sign-ins.txt
    echo "fresh clone: make run serves the sample county after ${SECONDS}s"
    exit 0
  fi
  kill -0 "$pid" 2>/dev/null || break
  sleep 1
done
echo "fresh clone: make run did not serve"; cat "$place/log"; exit 1
