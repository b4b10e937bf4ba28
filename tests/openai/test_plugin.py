"""Twin of interlingua_openai/__init__.py: the entry point."""

from __future__ import annotations

import subprocess
import sys

from interlingua import get_provider
from interlingua_openai.provider import OpenAIProvider


def test_it_is_installed() -> None:
    """The name in a config string leads to the provider."""
    assert isinstance(get_provider("openai"), OpenAIProvider)


def test_no_sdk_is_loaded_before_the_first_request() -> None:
    """Everything but sending works without one."""
    program = """
import sys, interlingua
interlingua.get_dialect("openai.chat")
interlingua.get_dialect("openai.responses")
interlingua.Model("openai:gpt-4o").prepare("hi", stream=True)
interlingua.Model("openai:gpt-4o?api=chat").prepare("hi", stream=True)
from interlingua.provider import TransportSettings
provider = interlingua.get_provider("openai")
provider.transport(TransportSettings(provider.options_type(), None, print)).close()
print(sorted({"openai", "httpx2"} & sys.modules.keys()))
"""

    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout == "[]\n"  # noqa: S603 - our own
