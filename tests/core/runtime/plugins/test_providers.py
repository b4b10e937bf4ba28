"""Providers and dialects are found in installed distributions, one module at a time; a broken one breaks only itself."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from interlingua._runtime.plugins.providers import GROUP, extras, get_dialect, get_provider, installed_providers, owners_of, provider_names
from interlingua.errors import ConfigError
from interlingua.provider.installing import install_plugins

if TYPE_CHECKING:
    from collections.abc import Callable


def refused(call: Callable[..., object], name: str) -> ConfigError:
    """Give the error that a name raises."""
    with pytest.raises(ConfigError) as caught:
        call(name)
    return caught.value


def test_loads_the_named_provider_alone(install: Callable[..., None], good: str) -> None:
    """Choosing a provider imports its module, keeps the instance, and leaves a broken neighbour alone."""
    install("bad-plugin", {GROUP: {"bad": "bad_module"}}, {"bad_module": "1 / 0"})
    install("toy-plugin", {GROUP: {"toy": "toy_module"}}, {"toy_module": good})

    provider = get_provider("toy")
    assert provider.name == "toy"
    assert get_provider("toy") is provider
    assert "bad_module" not in sys.modules
    assert {"bad", "toy"} <= set(provider_names())


def test_threads_get_the_same_provider(install: Callable[..., None], good: str) -> None:
    """Whoever comes first makes it."""
    install("toy-plugin", {GROUP: {"toy": "toy_module"}}, {"toy_module": good})
    together, got = threading.Barrier(8), []

    def ask() -> None:
        together.wait()
        got.append(get_provider("toy"))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 8
    assert len(set(map(id, got))) == 1


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (("from interlingua.provider", "raise OSError('no luck')\n#"),
         "can't be used: importing toy_module raised OSError: no luck", "update or remove the provider 'toy' of toy-plugin 1.0"),
        (("return Toy()", "raise ValueError('oh')"), "can't be used: interlingua_provider() raised ValueError: oh", ""),
        (("    def route(self, request, options):", "    def no_route(self, request, options):"),
         "can't be used: interlingua_provider() raised TypeError: ", ""),
        (("@hookimpl", ""), "implements no hook interlingua_provider", "a hook's implementation is marked with @hookimpl"),
        (("return Toy()", "return 3"), "gave a int, which is no Provider", "update or remove toy-plugin"),
        (("contract_version = 1", "contract_version = 99"),
         "was made for contract 99, and this interlingua keeps contract 1", "upgrade interlingua, from where it was installed"),
        (("contract_version = 1", "contract_version = 0"),
         "was made for contract 0, and this interlingua keeps contract 1", "upgrade toy-plugin, from where it was installed"),
        (("contract_version = 1", "pass"), "was made for contract None", "upgrade toy-plugin, from where it was installed"),
        (('name = "toy"', 'name = "other"'), "gave a provider named 'other'", "the entry point's name is the provider's"),
    ],
)  # fmt: skip
def test_says_why_a_provider_is_of_no_use(
    install: Callable[..., None], good: str, change: tuple[str, str], message: str, hint: str
) -> None:
    """The sentence has the provider, its distribution and the reason, without a traceback."""
    install("toy-plugin", {GROUP: {"toy": "toy_module"}}, {"toy_module": good.replace(*change)})

    error = refused(get_provider, "toy")
    assert error.sentence.startswith(f"the provider 'toy' of toy-plugin 1.0 {message}")
    assert (error.hint or "").startswith(hint)
    assert "\n" not in error.sentence


def test_an_entry_may_point_into_a_module(install: Callable[..., None], good: str) -> None:
    """One module may bring several providers, one object each."""
    module = f"{good}\n\nclass Preset:\n    @hookimpl\n    def interlingua_provider(self):\n        return Toy()\n\n\ntoy = Preset()\n"
    install("toy-plugin", {GROUP: {"toy": "toy_module:toy"}}, {"toy_module": module})

    assert get_provider("toy").name == "toy"


def test_two_claims_to_a_name_are_refused(install: Callable[..., None], good: str) -> None:
    """Both distributions are named, and neither is imported."""
    install("one-plugin", {GROUP: {"toy": "one_module"}}, {"one_module": good})
    install("two-plugin", {GROUP: {"toy": "two_module"}}, {"two_module": good}, version="3.1")

    error = refused(get_provider, "toy")
    assert "claimed by" in error.message
    assert "one-plugin 1.0 (one_module)" in error.message
    assert "two-plugin 3.1 (two_module)" in error.message
    assert not {"one_module", "two_module"} & set(sys.modules)


def test_an_unknown_name_gets_its_neighbour(install: Callable[..., None], good: str) -> None:
    """What is installed is listed; no package's name is guessed, because a package of a likely name may be anybody's."""
    install("toy-plugin", {GROUP: {"toucan": "toy_module"}}, {"toy_module": good})

    error, far = refused(get_provider, "tucan"), refused(get_provider, "foo")
    assert error.message == "no provider 'tucan' is installed"
    assert error.hint == f"did you mean toucan? (installed: {', '.join(provider_names())})"
    assert far.hint == f"install the plugin that provides it (installed: {', '.join(provider_names())})"
    assert "AbCdEf0123456789AbCdEf" not in str(refused(get_provider, "AbCdEf0123456789AbCdEf"))


def test_our_own_providers_are_extras() -> None:
    """Where one isn't installed, the hint installs it; in a process that sees no plugins at all."""
    code = (
        "import importlib.metadata\nimportlib.metadata.distributions = lambda: []\n"
        "from interlingua._runtime.plugins.providers import get_provider\n"
        "for name in ('anthropic', 'zai'):\n    try: get_provider(name)\n    except Exception as error: print(error.hint)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code

    all_of_ours = install_plugins("anthropic", "llamacpp", "openai")
    assert run.stdout.splitlines() == [
        f"{install_plugins('anthropic')} (installed: none)",
        f"install the plugin that provides it; one of interlingua's own may bring it: {all_of_ours} (installed: none)",
    ]


def test_dialects_come_from_their_provider(install: Callable[..., None], good: str) -> None:
    """The part before the dot is the provider's name; an unknown format lists what there is."""
    install("toy-plugin", {GROUP: {"toy": "toy_module"}}, {"toy_module": good})

    assert get_dialect("toy.plain") is not None
    assert refused(get_dialect, "toy.plane").hint == "did you mean toy.plain?"
    assert refused(get_dialect, "toy.zzz").hint == "its dialects: toy.fancy, toy.plain"
    assert refused(get_dialect, "toy").message == "toy has no dialect 'toy'"
    assert refused(get_dialect, "word").message == "'word' is no dialect's name"
    assert refused(get_dialect, "word.chat").message == "no provider 'word' is installed"


def test_every_installed_provider_is_listed_with_its_reason(install: Callable[..., None], good: str) -> None:
    """One that can't be used is stepped over."""
    install("bad-plugin", {GROUP: {"bad": "bad_module"}}, {"bad_module": "1 / 0"}, version="0.3")
    install("toy-plugin", {GROUP: {"toy": "toy_module"}}, {"toy_module": good})

    rows = {row.name: row for row in installed_providers()}
    assert (rows["bad"].distribution, rows["bad"].version, rows["bad"].provider) == ("bad-plugin", "0.3", None)
    assert "importing bad_module raised ZeroDivisionError" in str(rows["bad"].error)
    assert rows["toy"].provider is get_provider("toy")
    assert rows["toy"].error is None


def test_importing_the_module_loads_no_pluggy() -> None:
    """Both pluggy and importlib.metadata are loaded by the first question."""
    code = (
        "import sys, interlingua._runtime.plugins.providers\n"
        "print([name for name in ('pluggy', 'importlib.metadata') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code

    assert run.stdout.strip() == "[]"


def test_the_extras_are_those_of_this_project() -> None:
    """Those that install a plugin of ours, as the package's own metadata says; what is installed takes a name before them."""
    assert extras() == ("anthropic", "llamacpp", "openai")
    assert owners_of("openai")[0].startswith("interlingua-openai ")
    assert owners_of("nobody") == []
