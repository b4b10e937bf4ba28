"""The dialect `openai.chat`: Chat Completions, both ways."""
