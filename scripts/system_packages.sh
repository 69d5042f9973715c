#!/bin/sh
# What tests need beside Python: a browser and a PostgreSQL server, both from Debian.
set -eu
missing=
command -v chromium >/dev/null || missing="$missing chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
# What PDF files are laid out with.
for library in libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0; do
    ldconfig -p 2>&1 | grep -q "$library" || missing="$missing $(
        case $library in
        libpango-1*) echo libpango-1.0-0 ;;
        libpangoft2*) echo libpangoft2-1.0-0 ;;
        *) echo libharfbuzz-subset0 ;;
        esac
    )"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing ..."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing fonts-liberation >/dev/null
else
    echo "Tests that need$missing are skipped. To run them: sudo apt-get install$missing" >&2
fi
