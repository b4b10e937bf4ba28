"""What is too large for the test group: `nox -s engines` installs it, and elsewhere nothing here is collected."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("bfcl_eval") else ["*.py"]
