"""`python -m interlingua_llamacpp fetch`: have the default model's weights before they are needed."""

from __future__ import annotations

import argparse
import sys

from interlingua.errors import InterlinguaError
from interlingua_llamacpp.weights import FetchProgress, ensure_weights

_INTERRUPTED = 130  # as shells have it


def main(arguments: list[str] | None = None) -> int:
    """Run the command; give its exit code."""
    parser = argparse.ArgumentParser(prog="python -m interlingua_llamacpp", description="The weights of the default model.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("fetch", help="fetch the weights into the cache folder, where they aren't there yet, and print their path")
    parser.parse_args(arguments)
    try:
        path = ensure_weights(progress=_show)
    except InterlinguaError as error:
        print(f"error: {error.sentence}" + (f"\nhint: {error.hint}" if error.hint else ""), file=sys.stderr)  # noqa: T201 - for people
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    print(path)  # noqa: T201 - the command's answer
    return 0


def _show(progress: FetchProgress) -> None:
    """Keep one line on a terminal up to date; elsewhere say nothing."""
    if sys.stderr.isatty():
        done = f"{progress.received_bytes / 1e6:.0f} of {progress.total_bytes / 1e6:.0f} MB" if progress.total_bytes else ""
        sys.stderr.write(f"\r{progress.what} {done}\x1b[K" + ("\n" if progress.received_bytes == progress.total_bytes else ""))


if __name__ == "__main__":
    sys.exit(main())
