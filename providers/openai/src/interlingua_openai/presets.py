"""Hosts that speak OpenAI's formats: one row each, and each row is the plugin of its own entry point, a line of `pyproject.toml`.

Facts as read in November 2026 on the page that stands beside them; `SDK` marks those that come from the request types of the host's
own Python package, newest release. What a page doesn't say is left as the reference has it, since the API is the judge. A departure
that belongs to some models of many names them; most of these are no row here, but known by their own maker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from interlingua.dialect import CallSignature, Row, refuses
from interlingua.provider import Preset, hookimpl

if TYPE_CHECKING:
    from interlingua.provider import Provider

_OLD_NAME: Final = {"max_completion_tokens": "max_tokens"}
_TOP_K: Final = {"top_k": "top_k"}

_GOOGLE: Final = ("extra_content", "google", "thought_signature")
_VERTEX: Final = ("extra_content", "vertex", "thought_signature")  # https://github.com/earendil-works/pi/issues/6733
_UNSIGNED: Final = "skip_thought_signature_validator"
"""Documented for calls "transferred from a different model"; the pages' other word for it is `context_engineering_is_the_way_to_go`."""


class OpenAIPreset(Preset):
    """A host that speaks OpenAI's formats."""

    __slots__ = ()

    @hookimpl
    def interlingua_provider(self) -> Provider:
        """Give the provider; see `interlingua.provider.hookspecs`."""
        from interlingua_openai.provider import CompatibleProvider

        return self.provider(CompatibleProvider)


class AzurePreset(OpenAIPreset):
    """Azure, which has a client of its own in the SDK."""

    __slots__ = ()

    @hookimpl
    def interlingua_provider(self) -> Provider:
        """Give the provider, as above."""
        from interlingua_openai.azure import AzureProvider

        return self.provider(AzureProvider)


# --- on one's own machine

OLLAMA: Final = OpenAIPreset(
    "ollama", "Ollama", "http://localhost:11434/v1", "https://docs.ollama.com/api/openai-compatibility",
    rows=(
        Row(names=_OLD_NAME),
        Row(refuses("tool_choice", "parallel_tool_calls", "metadata")),
    ),
)  # fmt: skip

VLLM: Final = OpenAIPreset(
    "vllm", "vLLM", "http://localhost:8000/v1", "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html",
    rows=(
        Row(names=_TOP_K),
        Row(
            tool_names=".+", source="https://github.com/vllm-project/vllm/blob/main/vllm/entrypoints/openai/engine/protocol.py"
        ),
    ),
)  # fmt: skip

LMSTUDIO: Final = OpenAIPreset(
    "lmstudio", "LM Studio", "http://localhost:1234/v1", "https://lmstudio.ai/docs/developer/openai-compat/chat-completions",
    rows=(
        Row(names=_OLD_NAME | _TOP_K),
        Row(refuses("tool_choice_named"), note="`tool_choice` is a word", source="https://lmstudio.ai/docs/developer/api-changelog"),
    ),
)  # fmt: skip

LLAMASERVER: Final = OpenAIPreset(
    "llamaserver", "llama.cpp's server", "http://localhost:8080/v1",
    "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
    default_model="default",  # it serves the one model that it was started with, whatever the request says
    count_endpoint="/chat/completions/input_tokens",
    rows=(
        Row(names=_OLD_NAME | _TOP_K),
        Row(refuses("document", "metadata")),
        # Run against xllamacpp 2026.10: a named tool is taken for `auto`.
        Row(refuses("tool_choice_named"), note="a named tool is taken for `auto`"),
        Row(tool_names=".+"),  # run as well
    ),
)  # fmt: skip

# --- hosted

GROQ: Final = OpenAIPreset(
    "groq", "Groq", "https://api.groq.com/openai/v1", "https://console.groq.com/docs/openai", ("GROQ_API_KEY",),
    models=("openai/gpt-oss-120b", "openai/gpt-oss-20b", "qwen/qwen3.8-27b", "llama-3.3-70b-versatile"),
    rows=(
        Row(note="400 for `logprobs`, `top_logprobs`, `logit_bias`, a message's `name`, and `n` above 1"),
        Row(refuses("metadata"), source="https://console.groq.com/docs/api-reference#chat-create"),
        Row(
            refuses("citations"),
            note="400 for a message's field that it doesn't know",
            source="https://github.com/run-llama/llama_index/issues/14701",
        ),
    ),
)  # fmt: skip

MISTRAL: Final = OpenAIPreset(
    "mistral", "Mistral", "https://api.mistral.ai/v1", "https://docs.mistral.ai/api/endpoint/chat", ("MISTRAL_API_KEY",),
    options={"include_usage": False},
    models=("mistral-large-latest", "mistral-small-latest"),
    rows=(  # SDK: mistralai 3.7
        Row(names=_OLD_NAME | {"seed": "random_seed"} | _TOP_K),
        Row(refuses("developer_role")),
        Row(
            refuses("citations"),
            note="422 for a message's field that it doesn't know",
            source="https://github.com/charmbracelet/crush/issues/1590",
        ),
        Row(note="there are no `stream_options`"),
        # Answered with 400, code 3280: "Tool call id was … but must be a-z, A-Z, 0-9, with a length of 9."
        Row(tool_id_length=9, source="https://github.com/nearai/ironclaw/issues/1241"),
    ),
)  # fmt: skip

DEEPSEEK: Final = OpenAIPreset(
    "deepseek", "DeepSeek", "https://api.deepseek.com", "https://api-docs.deepseek.com/api/create-chat-completion",
    ("DEEPSEEK_API_KEY",),
    options={"structured_output": "tool"},
    models=("deepseek-flash", "deepseek-v4-pro"),
    rows=(
        Row(names=_OLD_NAME),
        Row(refuses("output_schema"), note="400 for a schema in `response_format`"),
        Row(refuses("developer_role", "seed", "metadata", "parallel_tool_calls")),
    ),
)  # fmt: skip

OPENROUTER: Final = OpenAIPreset(
    "openrouter", "OpenRouter", "https://openrouter.ai/api/v1", "https://openrouter.ai/docs/api-reference/parameters",
    ("OPENROUTER_API_KEY",),
    options={"include_usage": False},
    rows=(  # SDK: openrouter 1.3
        Row(names=_TOP_K),
        Row(
            note="a stream always tells usage",
            source="https://openrouter.ai/docs/use-cases/usage-accounting",
        ),
        Row(several_makers=True, source="https://openrouter.ai/docs/use-cases/reasoning-tokens"),
    ),
)  # fmt: skip

TOGETHER: Final = OpenAIPreset(
    "together", "Together", "https://api.together.ai/v1", "https://docs.together.ai/reference/chat-completions-1",
    ("TOGETHER_API_KEY",),
    rows=(  # SDK: together 3.1
        Row(names=_OLD_NAME | _TOP_K),
        Row(refuses("developer_role", "metadata", "parallel_tool_calls")),
    ),
)  # fmt: skip

FIREWORKS: Final = OpenAIPreset(
    "fireworks", "Fireworks", "https://api.fireworks.ai/inference/v1",
    "https://docs.fireworks.ai/api-reference/post-chatcompletions", ("FIREWORKS_API_KEY",),
    rows=(  # SDK: fireworks-ai 1.2
        Row(names=_TOP_K),
        Row(refuses("developer_role")),
        Row(note="`max_tokens` is lowered to fit the context window, where OpenAI reports an error"),
    ),
)  # fmt: skip

XAI: Final = OpenAIPreset(
    "xai", "xAI", "https://api.x.ai/v1", "https://docs.x.ai/docs/api-reference#chat-completions", ("XAI_API_KEY",),
    rows=(Row(note="reasoning models refuse `stop`, `presence_penalty` and `frequency_penalty`"),),
)  # fmt: skip

CEREBRAS: Final = OpenAIPreset(
    "cerebras", "Cerebras", "https://api.cerebras.ai/v1", "https://inference-docs.cerebras.ai/api-reference/chat-completions",
    ("CEREBRAS_API_KEY",),
    models=("gpt-oss-120b",),
    rows=(Row(refuses("metadata")),),  # SDK: cerebras-cloud-sdk 1.91
)  # fmt: skip

GEMINI: Final = OpenAIPreset(
    "gemini", "Gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "https://ai.google.dev/gemini-api/docs/openai",
    ("GEMINI_API_KEY",),
    models=("gemini-3.8-flash",),
    rows=(
        # The page lists no parameters; these are what its users were answered, "Unknown name … Cannot find field".
        Row(refuses("seed"), source="https://discuss.ai.google.dev/t/openai-compatibility-not-fully-implemented/95991"),
        Row(refuses("metadata"), note="400 for `store`", source="https://github.com/ed-donner/agents/issues/45"),
        # The host checks the current turn alone. All of them are signed, so that no later message changes what was sent before.
        Row(
            models=("gemini-3*", "models/gemini-3*"),
            call_signature=CallSignature((_GOOGLE, _VERTEX), _UNSIGNED),
            source="https://ai.google.dev/gemini-api/docs/thought-signatures",
        ),
        Row(  # this is how Vertex names them, behind an address of its own
            models=("google/gemini-3*",),
            call_signature=CallSignature((_VERTEX, _GOOGLE), _UNSIGNED),
            source="https://docs.cloud.google.com/vertex-ai/generative-ai/docs/thought-signatures",
        ),
        # 64 characters in the error that is reported, 128 in the API's own reference since.
        Row(tool_names="[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}", source="https://github.com/kaitranntt/ccs/issues/25"),
    ),
)  # fmt: skip

AZURE: Final = AzurePreset(
    "azure", "Azure OpenAI", None, "https://learn.microsoft.com/azure/ai-foundry/openai/reference", ("AZURE_OPENAI_API_KEY",),
    rows=(
        Row(note="the model id is the deployment's name"),
        Row(note="`base_url` is the resource's own (else `AZURE_OPENAI_ENDPOINT`), and the URL holds `api_version`"),
        Row(note="the key is sent as `api-key`"),
    ),
)  # fmt: skip

PRESETS: Final = tuple(row for row in list(globals().values()) if isinstance(row, OpenAIPreset))
"""All of them, in the order above."""
