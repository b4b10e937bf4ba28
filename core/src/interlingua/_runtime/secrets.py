"""What looks like a key, so that none gets into a config string, a file, an error or a log. Pure.

A model's id, an option and a value are refused by these tables. They catch a key that was put in the wrong place; they are no
proof that a text holds none, which is why errors never echo a value at all.
"""

from __future__ import annotations

import re
from typing import Final

_SECRET_NAMES: Final = frozenset({"auth", "bearer", "credential", "credentials", "key", "passphrase", "passwd", "pwd", "token"})
_SECRET_ENDINGS: Final = (
    "accesskey", "accesstoken", "apikey", "apitoken", "authorization", "authtoken", "bearertoken", "hftoken", "password",
    "privatekey", "secret", "secretkey", "sessiontoken",
)  # fmt: skip

# Prefixes of the keys that providers hand out, with the shortest text after one that is no longer a word. `sk-` alone is also the
# Slovak half of translation models' ids (`opus-mt-sk-en`): inside a longer text it takes more than a language's code.
_KEY_AT_START: Final = re.compile(r"sk-[\w-]{3,}|gsk_\w{8,}|AIza[\w-]{8,}|xai-[A-Za-z0-9]{16,}|hf_[A-Za-z0-9]{16,}|r8_[A-Za-z0-9]{16,}")
_KEY_ANYWHERE: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"sk-(?:ant|proj|svcacct|or|lf)-[\w-]{3,}"  # Anthropic, OpenAI, OpenRouter
    r"|sk-[\w-]{16,}"
    r"|gsk_\w{16,}"  # Groq
    r"|AIza[\w-]{20,}"  # Google
    r"|xai-[A-Za-z0-9]{16,}|hf_[A-Za-z0-9]{16,}|r8_[A-Za-z0-9]{16,}|pplx-[A-Za-z0-9]{20,}"
    r"|gh[opsu]_[A-Za-z0-9]{16,}|github_pat_\w{16,}|AKIA[A-Z0-9]{12,}"
    r"|eyJ[\w-]{10,400}\.[\w-]{4,}"  # a JSON web token
    r"|(?i:bearer|basic)\s+\S{6,}"
    r")"
)
_USERINFO: Final = re.compile(r"//[^/?#\s]*@")
_PARAMETER: Final = re.compile(r"[?&;#]([\w.-]+)=")
_PASSWORD_AHEAD: Final = re.compile(r"//[^/]*:(?!\d+(?:/|$))")
_LONG_RUN: Final = re.compile(r"[A-Za-z0-9]{20,}")


def is_secret_name(name: str) -> bool:
    """Tell whether an option of this name would hold a key, however it is spelt (`api_key`, `x-api-key`, `OPENAI_API_KEY`)."""
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return plain in _SECRET_NAMES or plain.endswith(_SECRET_ENDINGS)


def looks_like_key(text: str) -> bool:
    """Tell whether a text is or holds a key of a known form."""
    return bool(_KEY_AT_START.match(text.lstrip()) or _KEY_ANYWHERE.search(text))


def holds_credentials(text: str) -> bool:
    """Tell whether an address carries a user, a password or a key (`https://user:…@host`, `?api_key=…`)."""
    return "//" in text and (bool(_USERINFO.search(text)) or any(is_secret_name(name) for name in _PARAMETER.findall(text)))


def is_secret(text: str) -> bool:
    """Tell whether a value must not stand in a config string or a file."""
    return looks_like_key(text) or holds_credentials(text)


def may_be_shown(text: str) -> bool:
    """Tell whether an error may echo a provider's name or a model's id: no key, no credentials, no long random run."""
    random = any(not run.isalpha() and not run.isdigit() for run in _LONG_RUN.findall(text))
    return not (random or is_secret(text) or _PASSWORD_AHEAD.search(text))
