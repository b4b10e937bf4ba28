#!/usr/bin/env bash
# One would guess: the extra `aiohttp` of OpenAI's and Anthropic's SDKs costs whoever uses `DefaultAioHttpClient`, and nobody else.
# What happens: both SDKs import aiohttp whenever it is installed, be it for another program of the same environment: `import openai`,
# or `import anthropic`, brings over a hundred modules of it and of what it needs, though only the blocking client is made. Without aiohttp the
# class is there too, and raises when one is made.
# Seen with openai 3.57.0, anthropic 2.14.0 and aiohttp 3.14.5 on 2026-12-01; about 0.2 s of CPU time each on a slow machine.
# For command line programs: keep aiohttp out of the environment, or import the SDK late.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openai==3.57.0 anthropic==2.14.0 httpx2==2.16.2

cat >"$folder/look.py" <<'PY'
import importlib
import sys

sdk = importlib.import_module(sys.argv[1])
client = getattr(sdk, {"openai": "OpenAI", "anthropic": "Anthropic"}[sys.argv[1]])(api_key="none")
tops = ("aiohttp", "aiohappyeyeballs", "aiosignal", "attr", "frozenlist", "multidict", "propcache", "yarl")
count = sum(name.split(".")[0] in tops for name in sys.modules)
try:
    sdk.DefaultAioHttpClient
    made = "the class is there"
except AttributeError:
    made = "no such class"
print(f"{sys.argv[1]}: {'many' if count > 50 else count} modules of aiohttp and what it needs; {made}")
PY
look() { for sdk in openai anthropic; do "$folder/venv/bin/python" "$folder/look.py" "$sdk"; done; }

without=$(look)
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiohttp==3.14.5
with=$(look)
printf 'without aiohttp:\n%s\nwith aiohttp:\n%s\n' "$without" "$with"
expected_without='openai: 0 modules of aiohttp and what it needs; the class is there
anthropic: 0 modules of aiohttp and what it needs; the class is there'
[ "$without" = "$expected_without" ]
[ "$with" = "${expected_without//: 0/: many}" ]
