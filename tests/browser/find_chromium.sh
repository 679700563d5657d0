#!/bin/sh
# Finds a Chromium, else installs Debian's where this user may, else says the one line to run.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the browser tests."
    if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } >/dev/null 2>&1 &&
        command -v chromium >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "The browser tests need Chromium, and none is on this machine. Install it with:" >&2
echo "    sudo apt-get install -y chromium" >&2
exit 1
