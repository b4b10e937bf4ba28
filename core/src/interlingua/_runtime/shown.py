"""What an error may show of a text: no key, no value, one line; and which known word is nearest to one. Pure.

A model's id, an option and a value are refused where they look like a key. These tables catch a key that was put in the wrong place;
they are no proof that a text holds none, which is why errors never echo a value at all: of a config string they show the pieces, values
and keys as `…`, with the marker under the fault. Splitting never fails, so that any text can be shown. What is shown is shorter than
the text, so a fault's place in the text is translated into its place in what is shown.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, assert_never
from urllib.parse import unquote

from interlingua.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Span: TypeAlias = tuple[int, int]
"""Start and end of a piece, in characters of the text."""

Kind: TypeAlias = Literal["provider", "model_id", "name", "value", "mark", "rest"]

_MASK: Final = "…"
_SHOWN_CHARS: Final = 200
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
_WORD: Final = re.compile(r"[a-z_]{1,24}")
# Characters that would break or disguise the one line that an error shows: controls, line separators, direction marks, surrogates.
UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a config string holds only in escaped form."""

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


def quoted(name: str, longest: int = 60) -> str:
    """Give a name in quotes, or words in its place where it may not be shown."""
    return repr(name) if len(name) <= longest and may_be_shown(name) else "of that name"


def neighbour(word: str, known: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """Give the known word that is most like another one."""
    spelt = {name.lower().replace("-", "_"): name for name in known}
    near = difflib.get_close_matches(word.lower().replace("-", "_"), list(spelt), n=1, cutoff=likeness)
    return spelt[near[0]] if near else None


@dataclass(frozen=True, slots=True)
class Option:
    """Where an option's name and value stand; no value where there is no `=`."""

    name: Span
    value: Span | None


class SpecText:
    """A config string, split where its marks stand.

    Attributes:
        text: The whole string.
        provider: Where the provider's name stands.
        model_id: Where the model's id stands, or None where there is no `:`.
        options: The options, in order; one that is empty included.
        asks: Whether there is a `?`.
    """

    __slots__ = ("asks", "model_id", "options", "provider", "text")

    def __init__(self, text: str) -> None:
        """Split; any text will do."""
        self.text = text
        question = text.find("?")
        self.asks = question >= 0
        head = question if self.asks else len(text)
        colon = text.find(":", 0, head)
        self.provider: Span = (0, colon if colon >= 0 else head)
        self.model_id: Span | None = (colon + 1, head) if colon >= 0 else None
        options: list[Option] = []
        start = head + 1
        while self.asks and start <= len(text):
            end = text.find("&", start)
            end = end if end >= 0 else len(text)
            equals = text.find("=", start, end)
            options.append(Option((start, end), None) if equals < 0 else Option((start, equals), (equals + 1, end)))
            start = end + 1
        self.options = tuple(options)

    def __getitem__(self, span: Span) -> str:
        """Give a piece's text."""
        return self.text[span[0] : span[1]]

    def fault(self, message: str, span: Span, *, hint: str | None = None, option: str | None = None) -> ConfigError:
        """Make the error that shows the string, values masked, with the marker under a span."""
        shown, place = self._shown(span)
        return ConfigError(message, hint=hint, text=shown, span=place, option=option)

    def masked(self) -> str:
        """Give the string as errors show it."""
        return self._shown((0, 0))[0]

    def shows(self, span: Span) -> bool:
        """Tell whether errors show the piece at a span as it is."""
        return any(self._piece(kind, place) == self[span] for kind, place in self._pieces() if place == span)

    def _shown(self, fault: Span) -> tuple[str, Span]:
        shown, start, end = "", -1, -1
        last = max(fault[0], fault[1] - 1)
        for kind, (first, after) in self._pieces():
            piece = self._piece(kind, (first, after))
            # A piece shown as it is keeps its places; of a masked one, any place is the whole mask.
            exact = len(piece) == after - first
            if first <= fault[0] < after:
                start = len(shown) + (fault[0] - first if exact else 0)
            if first <= last < after:
                end = len(shown) + (last + 1 - first if exact else len(piece))
            shown += piece
        start = len(shown) if start < 0 else start  # the fault is that the text ends
        return shown, (start, max(start, end))

    def _pieces(self) -> Iterator[tuple[Kind, Span]]:
        yield "provider", self.provider
        if self.model_id is not None:
            yield "mark", (self.provider[1], self.model_id[0])
            yield "model_id", self.model_id
        for option in self.options:
            yield "mark", (option.name[0] - 1, option.name[0])
            yield "name", option.name
            if option.value is not None:
                yield "mark", (option.name[1], option.value[0])
                if is_secret_name(self[option.name]):
                    # A key that holds a raw `&` or `=` would be taken for further options: nothing after it is shown.
                    yield "rest", (option.value[0], len(self.text))
                    return
                yield "value", option.value

    def _piece(self, kind: Kind, span: Span) -> str:
        piece = self[span]
        match kind:
            case "mark":
                return piece
            case "value" | "rest":
                return _MASK if piece else ""
            case "name":
                followed = self.text[span[1] : span[1] + 1] == "="
                plain = (_NAME if followed else _WORD).fullmatch(piece) and may_be_shown(piece)
                return piece if plain or not piece else _MASK
            case "provider" | "model_id":
                plain = may_be_shown(piece) and may_be_shown(unquote(piece)) and not (kind == "model_id" and piece.startswith("//"))
                return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", piece) if plain and len(piece) <= _SHOWN_CHARS else _MASK
        assert_never(kind)
