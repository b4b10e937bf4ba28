"""The laws of interlingua on the provider, over a server on loopback: retries, time-outs, cut streams, secrets."""

from interlingua.testing.conformance import ProviderConformance


class TestProvider(ProviderConformance):
    """One test for each way in which a law can be broken; it needs the plugin installed."""

    provider = "sundial"
