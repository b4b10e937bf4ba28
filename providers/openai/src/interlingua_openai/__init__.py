"""The OpenAI provider."""

from interlingua.provider import Provider, hookimpl


@hookimpl
def interlingua_provider() -> Provider:
    """Give the provider; see `interlingua.provider.hookspecs`."""
    from interlingua_openai.provider import OpenAIProvider

    return OpenAIProvider()
