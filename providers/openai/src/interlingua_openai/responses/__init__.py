"""The dialect `openai.responses`: the Responses API, both ways."""
