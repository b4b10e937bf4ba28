"""Hosts that speak OpenAI's formats: one row each, and each row is the plugin of its own entry point, a line of `pyproject.toml`.

Facts as read in November 2026 on the page that stands beside them; `SDK` marks those that come from the request types of the host's
own Python package, newest release. What a page doesn't say is left as the reference has it, since the API is the judge. A departure
that belongs to some models of many names them; most of these are no row here, but known by their own maker.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from interlingua.dialect import CallSignature, Limit, Row, refuses
from interlingua.provider import Preset, hookimpl

if TYPE_CHECKING:
    from interlingua.dialect import Feature, Verdict
    from interlingua.provider import Provider

_SEEN: Final = date(2026, 11, 30)

_AZURE_FILES: Final = "https://github.com/pydantic/pydantic-ai/blob/main/pydantic_ai_slim/pydantic_ai/providers/azure.py"
_NO_LOGPROBS: Final = dict.fromkeys(("logprobs", "top_logprobs", "logit_bias"), False)
_REASONING_NAME: Final = {"reasoning_content": "reasoning"}
_OLD_NAME: Final = {"max_completion_tokens": "max_tokens"}
_TOP_K: Final = {"top_k": "top_k"}

_GOOGLE: Final = ("extra_content", "google", "thought_signature")
_VERTEX: Final = ("extra_content", "vertex", "thought_signature")  # https://github.com/earendil-works/pi/issues/6733
_UNSIGNED: Final = "skip_thought_signature_validator"
"""Documented for calls "transferred from a different model"; the pages' other word for it is `context_engineering_is_the_way_to_go`."""


def _efforts(model: str, *words: str) -> Row:
    takes: dict[Feature, Verdict] = {"reasoning_effort": Limit(one_of=words), "reasoning_off": "none" in words}
    return Row(takes, (model,), source="https://github.com/enricoros/big-AGI/issues/1104", seen=_SEEN)


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
        Row(
            refuses("image_url"), source="https://github.com/ollama/ollama/issues/6753", seen=_SEEN,
            note="400, `invalid image input`, for an address",
        ),
        Row(
            refuses("invalid_arguments"), source="https://github.com/duolahypercho/codex-router/issues/161", seen=_SEEN,
            note="400, `invalid tool call arguments`",
        ),
        Row(
            note="400 for tools, and for an effort, on a model without them",
            source="https://github.com/ollama/ollama/blob/main/server/routes.go", seen=_SEEN,
        ),
    ),
)  # fmt: skip

VLLM: Final = OpenAIPreset(
    "vllm", "vLLM", "http://localhost:8000/v1", "https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html",
    rows=(
        Row(names=_TOP_K),
        Row(
            tool_names=".+", source="https://github.com/vllm-project/vllm/blob/main/vllm/entrypoints/openai/engine/protocol.py"
        ),
        Row(refuses("tool_choice_without_tools"), source="https://github.com/vllm-project/vllm/issues/41114", seen=_SEEN),
        Row(
            refuses("invalid_arguments"), source="https://github.com/vllm-project/vllm/pull/48922", seen=_SEEN, note="400 up to 0.25",
        ),
        Row(
            note="a model's own template may refuse a late system message, the role `developer`, several calls at once, and roles that "
            "don't alternate",
            source="https://github.com/vllm-project/vllm/issues/6862", seen=_SEEN,
        ),
    ),
)  # fmt: skip

LMSTUDIO: Final = OpenAIPreset(
    "lmstudio", "LM Studio", "http://localhost:1234/v1", "https://lmstudio.ai/docs/developer/openai-compat/chat-completions",
    rows=(
        Row(names=_OLD_NAME | _TOP_K),
        Row(refuses("tool_choice_named"), note="`tool_choice` is a word", source="https://lmstudio.ai/docs/developer/api-changelog"),
        Row(
            refuses("json_object"), note="400: `json_schema` or `text`", source="https://github.com/whiteguo233/OpenBiliClaw/issues/12",
            seen=_SEEN,
        ),
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
        Row(
            refuses("invalid_arguments"), source="https://github.com/ggml-org/llama.cpp/issues/25510", seen=_SEEN,
            note="500, Failed to parse tool call arguments as JSON",
        ),
    ),
)  # fmt: skip

# --- hosted

_GROQ_LLAMA: Final = ("llama-3.1*", "llama-3.3*")

GROQ: Final = OpenAIPreset(
    "groq", "Groq", "https://api.groq.com/openai/v1", "https://console.groq.com/docs/openai", ("GROQ_API_KEY",),
    models=("openai/gpt-oss-120b", "openai/gpt-oss-20b", "qwen/qwen3.8-27b", "llama-3.3-70b-versatile"),
    rows=(
        Row(
            refuses("message_name"), fields={**_NO_LOGPROBS, "n": Limit(at_most=1)}, seen=_SEEN,
            note="400 for each",
        ),
        Row(
            {"stop": Limit(at_most=4), "temperature": Limit(at_most=2)}, source="https://console.groq.com/docs/api-reference#chat-create",
            seen=_SEEN,
        ),
        Row(
            refuses("output_schema_with_tools"), source="https://github.com/vercel/ai/pull/16540", seen=_SEEN,
            note="400; a class is then asked for by a tool",
        ),
        Row(
            refuses("output_schema_streamed"), source="https://github.com/jgravelle/GroqApiLibrary/pull/33", seen=_SEEN,
            note="400, likewise",
        ),
        Row(
            {"reasoning_effort": Limit(one_of=("none", "default"))}, models=("qwen/qwen3*",), seen=_SEEN,
            source="https://github.com/earendil-works/pi/issues/1745",
        ),
        Row(
            refuses("reasoning_effort", "reasoning_off", "reasoning_unasked"), seen=_SEEN,
            models=("llama*", "meta-llama/*", "moonshotai/*", "gemma*"), source="https://github.com/theopenco/llmgateway/pull/3422",
        ),
        Row(
            refuses("output_schema"), models=_GROQ_LLAMA, source="https://github.com/ItzCrazyKns/Vane/issues/980", seen=_SEEN,
            note="400: only `json_object` and text; a class is then asked for by a tool",
        ),
        Row(
            refuses("image"), models=(*_GROQ_LLAMA, "openai/gpt-oss*"), source="https://github.com/vercel/ai/issues/2837", seen=_SEEN,
            note="400: the content must be a string",
        ),
        *(
            Row({"max_tokens": Limit(at_most=most)}, models=(model,), source=source, seen=_SEEN, note="400 for more")
            for model, most, source in (
                ("llama-3.3-70b-versatile", 32_768, "https://console.groq.com/docs/model/llama-3.3-70b-versatile"),
                ("qwen/qwen3-32b", 40_960, "https://github.com/RooCodeInc/Roo-Code/issues/5136"),
                ("moonshotai/kimi-k2*", 16_384, "https://github.com/Kilo-Org/kilocode/pull/1332"),
            )
        ),
        Row(
            fields={"service_tier": Limit(one_of=("auto", "on_demand", "flex", "performance"))}, seen=_SEEN,
            source="https://console.groq.com/docs/service-tiers",
        ),
        Row(refuses("tools"), models=("groq/compound*", "compound-beta*"), source="https://console.groq.com/docs/compound", seen=_SEEN),
        Row(
            names=_REASONING_NAME, note="400 for it in the history", source="https://github.com/NousResearch/hermes-agent/issues/11089",
            seen=_SEEN,
        ),
        Row(refuses("metadata"), source="https://console.groq.com/docs/api-reference#chat-create"),
        Row(
            refuses("citations", "refusal_part"),
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
            fields=dict.fromkeys(("store", "user", "logit_bias", "service_tier", "verbosity"), False), seen=_SEEN,
            source="https://github.com/editor-code-assistant/eca/issues/231", note="422, extra_forbidden, for a field that it doesn't know",
        ),
        Row(
            refuses("citations", "refusal_part"),
            note="422 for a message's field that it doesn't know",
            source="https://github.com/charmbracelet/crush/issues/1590",
        ),
        Row(
            refuses("empty_answer"), hosts=("mistral.chat",), source="https://github.com/OpenHands/OpenHands/issues/8685", seen=_SEEN,
            note="Assistant message must have either content or tool_calls, but not none",
        ),
        Row(note="some models have no `stream_options`", source="https://github.com/partITech/php-mistral/issues/76", seen=_SEEN),
        Row(
            names={"prefill": "prefix"}, note="400, code 3230, for a last message of the model's without it",
            source="https://github.com/huggingface/smolagents/issues/757", seen=_SEEN,
        ),
        Row(
            refuses("user_after_tool"), note="400: a message of the model's is put between", seen=_SEEN,
            source="https://github.com/onyx-dot-app/onyx/issues/6458",
        ),
        Row(
            {"reasoning_effort": Limit(one_of=("none", "high"))}, models=("mistral-small*",), seen=_SEEN,
            source="https://github.com/NousResearch/hermes-agent/issues/11243",
        ),
        # Answered with 400, code 3280: "Tool call id was … but must be a-z, A-Z, 0-9, with a length of 9."
        Row(tool_id_length=9, source="https://github.com/nearai/ironclaw/issues/1241"),
    ),
)  # fmt: skip

DEEPSEEK: Final = OpenAIPreset(
    "deepseek", "DeepSeek", "https://api.deepseek.com", "https://api-docs.deepseek.com/api/create-chat-completion",
    ("DEEPSEEK_API_KEY",),
    models=("deepseek-flash", "deepseek-v4-pro"),
    rows=(
        Row(names=_OLD_NAME),
        Row(
            refuses("output_schema"), hosts=("deepseek.chat",), seen=_SEEN,
            note="400 for a schema in `response_format`; a tool stands for it",
        ),
        Row(
            refuses("tool_choice_forced_with_reasoning"), off_fields={"thinking": {"type": "disabled"}}, seen=_SEEN,
            source="https://github.com/deepseek-ai/DeepSeek-V3/issues/1376", note="it thinks unless it is told not to",
        ),
        Row(
            refuses("reasoning_unasked"), models=("deepseek-chat",), source="https://api-docs.deepseek.com/guides/reasoning_model",
            seen=_SEEN,
        ),
        Row(
            refuses("image"), models=("deepseek-v4-flash", "deepseek-v4-pro", "deepseek-chat", "deepseek-reasoner"), seen=_SEEN,
            source="https://github.com/rikkahub/rikkahub/issues/1433", note="400, unknown variant `image_url`; `…-vision-exp` takes them",
        ),
        Row({"temperature": Limit(0, 2), "top_p": Limit(0.01, 1)}, seen=_SEEN, note="400 for a `top_p` of 0"),
        Row(refuses("json_object_unsaid"), source="https://github.com/vercel/ai/issues/7913", seen=_SEEN),
        Row(refuses("message_loose"), seen=_SEEN, note="400 for `tool_calls: []`"),
        Row(
            refuses("text_halves"), source="https://github.com/Zoo-Code-Org/Zoo-Code/issues/461", seen=_SEEN,
            note="lone leading surrogate in hex escape",
        ),
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
        Row(
            {"max_tokens": Limit(at_least=16)}, models=("openai/*", "~openai/*"), seen=_SEEN,
            source="https://github.com/vectorize-io/hindsight/issues/58",
        ),
        Row(
            note="many models can't be told not to reason (`reasoning.mandatory` of its list); 404 for what no endpoint of a model can do",
            source="https://openrouter.ai/docs/use-cases/reasoning-tokens", seen=_SEEN,
        ),
    ),
)  # fmt: skip

TOGETHER: Final = OpenAIPreset(
    "together", "Together", "https://api.together.ai/v1", "https://docs.together.ai/reference/chat-completions-1",
    ("TOGETHER_API_KEY",),
    rows=(  # SDK: together 3.1
        Row(names=_OLD_NAME | _TOP_K),
        Row(refuses("developer_role", "metadata", "parallel_tool_calls")),
        Row({"stop": Limit(at_most=4)}, seen=_SEEN, note="some models take a `temperature` of at most 1"),
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
    models=("grok-4.6", "grok-4.5", "grok-4.3"),
    rows=(
        Row({"stop": Limit(at_most=8)}, seen=_SEEN),
        Row(refuses("cache_key_long"), source="https://github.com/NousResearch/hermes-agent/pull/51037", seen=_SEEN),
        Row(
            {"image": Limit(one_of=("image/jpeg", "image/png"))}, source="https://docs.x.ai/docs/guides/image-understanding", seen=_SEEN,
        ),
        Row(
            refuses("stop"), models=("grok-4*", "grok-3-mini*"), fields={"presence_penalty": False, "frequency_penalty": False}, seen=_SEEN,
            source="https://github.com/miaoxworld/NativeTavern/issues/83", note="400 for each, even where it is 0",
        ),
        Row(
            refuses("reasoning_effort", "reasoning_off"), models=("grok-4", "grok-4-fast*", "grok-4-1-fast*"), seen=_SEEN,
            source="https://github.com/BerriAI/litellm/pull/16265",
        ),
        Row(
            refuses("reasoning_effort", "reasoning_off", "reasoning_unasked"), models=("grok-3", "grok-2*", "grok-3-fast"), seen=_SEEN,
            source="https://github.com/BerriAI/litellm/pull/16265",
        ),
        _efforts("grok-3-mini*", "low", "high"),
        _efforts("grok-4.3*", "none", "low", "medium", "high"),
        _efforts("grok-4.5*", "low", "medium", "high"),
        _efforts("grok-4.20-multi-agent*", "low", "medium", "high", "xhigh"),
        Row(fields={"reasoning.summary": False}, source="https://github.com/can1357/oh-my-pi/pull/7454", seen=_SEEN),
        Row(
            refuses("empty_message", "empty_answer"), hosts=("xai.chat",), source="https://github.com/AstrBotDevs/AstrBot/issues/6447",
            seen=_SEEN, note="Each message must have at least one content element",
        ),
    ),
)  # fmt: skip

CEREBRAS: Final = OpenAIPreset(
    "cerebras", "Cerebras", "https://api.cerebras.ai/v1", "https://inference-docs.cerebras.ai/api-reference/chat-completions",
    ("CEREBRAS_API_KEY",),
    models=("gpt-oss-120b",),
    rows=(  # SDK: cerebras-cloud-sdk 1.91
        Row(refuses("metadata")),
        Row(
            refuses("text_halves"), source="https://github.com/elizaOS/eliza/pull/18079", seen=_SEEN,
            note="Invalid JSON: lone leading surrogate in hex escape",
        ),
        Row(
            refuses("tool_strict_mixed"), source="https://github.com/RooCodeInc/Roo-Code/issues/10334", seen=_SEEN,
            note="422: all tools are strict, or none",
        ),
        Row(
            refuses("output_schema_with_tools"), seen=_SEEN, source="https://inference-docs.cerebras.ai/capabilities/structured-outputs",
            note="reported of some models; a class is then asked for by a tool",
        ),
        Row(
            {"stop": Limit(at_most=4), "temperature": Limit(at_most=1.5)}, seen=_SEEN,
            note="its page says 1.5, and a probe was let have 2",
        ),
        Row(
            names=_REASONING_NAME, note="400 for it in the history", source="https://inference-docs.cerebras.ai/capabilities/reasoning",
            seen=_SEEN,
        ),
    ),
)  # fmt: skip

GEMINI: Final = OpenAIPreset(
    "gemini", "Gemini", "https://generativelanguage.googleapis.com/v1beta/openai", "https://ai.google.dev/gemini-api/docs/openai",
    ("GEMINI_API_KEY",),
    models=("gemini-3.8-flash",),
    rows=(
        # The page lists no parameters; these are what its users were answered, "Unknown name … Cannot find field".
        Row(refuses("seed"), source="https://discuss.ai.google.dev/t/openai-compatibility-not-fully-implemented/95991"),
        Row(refuses("metadata"), fields={"store": False}, source="https://github.com/ed-donner/agents/issues/45", note="400 for each"),
        Row(
            fields=dict.fromkeys(("frequency_penalty", "presence_penalty", "logit_bias", "reasoning"), False), seen=_SEEN,
            source="https://github.com/n4ze3m/page-assist/issues/418", note="400 for each",
        ),
        Row(
            refuses("output_schema_with_tools"), models=("gemini-2*", "gemini-1*"), seen=_SEEN,
            source="https://github.com/openai/openai-agents-python/issues/656", note="400 there; 3 takes both",
        ),
        Row(
            refuses("reasoning_off"), models=("gemini-2.5-pro*", "gemini-3*"), source="https://ai.google.dev/gemini-api/docs/openai#thinking",
            seen=_SEEN,
        ),
        Row(
            refuses("empty_message", "empty_answer"), hosts=("gemini.chat",), seen=_SEEN,
            source="https://github.com/QuantumNous/new-api/issues/1060", note="contents.parts must not be empty",
        ),
        Row(
            refuses("calls_first"), source="https://github.com/google-gemini/gemini-cli/issues/11814", seen=_SEEN,
            note="400 for calls that no user's message stands before",
        ),
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
        Row(note="the model id is the deployment's name; where that is the model's own, the model's rows hold"),
        Row(refuses("document"), hosts=("azure.chat",), note="400 for a part `file`", source=_AZURE_FILES, seen=_SEEN),
        Row(note="`base_url` is the resource's own (else `AZURE_OPENAI_ENDPOINT`), and the URL holds `api_version`"),
        Row(note="the key is sent as `api-key`"),
    ),
)  # fmt: skip

PRESETS: Final = tuple(row for row in list(globals().values()) if isinstance(row, OpenAIPreset))
"""All of them, in the order above."""
