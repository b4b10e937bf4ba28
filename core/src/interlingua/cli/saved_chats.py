"""Conversations on disk: one file for each chat, always whole, readable by its owner alone."""

from __future__ import annotations

import contextlib
import difflib
import os
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interlingua.errors import ConfigError
from interlingua.types import AssistantMessage, Conversation, UserMessage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from interlingua.types import Message

VARIABLE: Final = "INTERLINGUA_STATE_DIR"
"""The environment variable that places what chats leave behind."""

MODEL_FIELD: Final = "model"
"""The field of a saved file that holds the config string of the model last spoken to; `Conversation` keeps it as unknown."""

CUT_KEY: Final = "interlingua"
"""The key of an answer's `provider_data` that says `{"cut": true}` where it was stopped; no provider is sent it."""

_FEW: Final = 5
_LISTED: Final = 20
_START_CHARS: Final = 50


def state_dir() -> Path:
    """Give the folder for chats and the history of what was typed; made where it isn't there."""
    import platformdirs

    folder = Path(os.environ.get(VARIABLE) or platformdirs.user_state_path("interlingua", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def new_chat(folder: Path, now: datetime) -> Path:
    """Give the file for a new chat; it isn't made yet."""
    return chats_folder(folder) / f"{now:%Y-%m-%dT%H-%M-%S}-{os.getpid()}.json"


def chats_folder(folder: Path) -> Path:
    """Give the folder, within the state folder, where chats are kept; it may not be there yet."""
    return folder / "chats"


def kept_chats(chats: Path) -> list[Path]:
    """Give the files of all chats, the one that was last spoken in first."""
    times: dict[Path, int] = {}
    for file in chats.glob("*.json"):
        with contextlib.suppress(FileNotFoundError):  # deleted meanwhile
            times[file] = file.stat().st_mtime_ns
    return sorted(times, key=lambda file: (times[file], file.name), reverse=True)


def last_chat(folder: Path) -> Path:
    """Give the file of the chat that was last spoken in.

    Raises:
        ConfigError: There is none.
    """
    files = kept_chats(chats_folder(folder))
    if not files:
        raise ConfigError("there is no conversation to go on with", hint="begin one with `interlingua chat`")
    return files[0]


def find_chat(chats: Path, text: str) -> Path | None:
    """Give the file of a kept chat; None where the text is a file's path instead.

    Args:
        chats: The folder where chats are kept.
        text: A chat's name (its file's without `.json`) or a beginning that only one has; else a path.

    Raises:
        ConfigError: It may be several chats, or is a word that is neither a chat nor a file.
    """
    names = {file.stem: file for file in kept_chats(chats)}
    if text in names:
        return names[text]
    if Path(text).name != text or Path(text).suffix or Path(text).exists():
        return None
    begun = [name for name in names if name.startswith(text)]
    if len(begun) > 1:
        shown = ", ".join(begun[:_FEW]) + ", …" * (len(begun) > _FEW)
        raise ConfigError(f"{len(begun)} conversations begin with {text!r}: {shown}", hint="write more of the name")
    if not begun:
        near = difflib.get_close_matches(text, list(names), n=1)
        meant = f"did you mean {near[0]}?" if near else "/list in a chat lists them"
        raise ConfigError(f"no conversation is kept as {text!r}, and no file is named so", hint=meant)
    return names[begun[0]]


def list_lines(chats: Path, *, current: Path) -> Iterator[str]:
    """Say which chats are kept, the last first: name, size, model, and how each begins."""
    files = kept_chats(chats)
    if not files:
        yield "no conversation is kept yet"
    for file in files[:_LISTED]:
        mark = "*" if file == current else " "
        try:
            messages, model = load(file)
        except ConfigError as error:
            yield f"{mark} {file.stem}  {error.sentence}"
            continue
        cut = ", cut" if messages and is_cut(messages[-1]) else ""
        first = next((message.text for message in messages if isinstance(message, UserMessage)), "")
        start = textwrap.shorten(first, _START_CHARS, placeholder=" …") or "…"
        yield f"{mark} {file.stem}  {len(messages)} messages{cut}, {model or 'no model'}: {start}"
    if len(files) > _LISTED:
        yield f"  and {len(files) - _LISTED} older ones in {chats}"


def as_cut(answer: AssistantMessage) -> AssistantMessage:
    """Mark an answer that was stopped; what its provider knew of it went with its end."""
    return answer.model_copy(update={"provider_data": {CUT_KEY: {"cut": True}}})


def is_cut(message: Message) -> bool:
    """Tell whether a message is an answer that was stopped."""
    return isinstance(message, AssistantMessage) and message.provider_data.get(CUT_KEY, {}).get("cut") is True


def save(path: Path, messages: Sequence[Message], model: str) -> None:
    """Write a conversation, and the model that it was held with.

    Raises:
        ConfigError: It can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    Conversation.model_validate({"messages": tuple(messages), MODEL_FIELD: model}).save(path)


def load(path: Path) -> tuple[tuple[Message, ...], str | None]:
    """Read a conversation, and the model that it was held with where the file says so.

    Raises:
        ConfigError: The file can't be read, or is no conversation.
    """
    conversation = Conversation.load(path)
    model = (conversation.model_extra or {}).get(MODEL_FIELD)
    return conversation.messages, model if isinstance(model, str) else None


def may_be_replaced(path: Path) -> bool:
    """Tell whether `/save` may write to a file: there is none yet, or it is a saved conversation."""
    if not path.exists():
        return True
    try:
        load(path)
    except ConfigError:
        return False
    return True
