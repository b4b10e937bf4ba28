"""A browser without a window: `nox -s browser` installs what drives it, and elsewhere nothing here is collected."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("selenium") else ["*.py"]
