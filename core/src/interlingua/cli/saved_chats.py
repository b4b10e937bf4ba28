"""Conversations on disk: one file for each chat, always whole, readable by its owner alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from interlingua.errors import ConfigError
from interlingua.types import Conversation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from interlingua.types import Message

VARIABLE: Final = "INTERLINGUA_STATE_DIR"
"""The environment variable that places what chats leave behind."""

MODEL_FIELD: Final = "model"
"""The field of a saved file that holds the config string of the model last spoken to; `Conversation` keeps it as unknown."""


def state_dir() -> Path:
    """Give the folder for chats and the history of what was typed; made where it isn't there."""
    import platformdirs

    folder = Path(os.environ.get(VARIABLE) or platformdirs.user_state_path("interlingua", appauthor=False))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def new_chat(folder: Path, now: datetime) -> Path:
    """Give the file for a new chat; it isn't made yet."""
    return folder / "chats" / f"{now:%Y-%m-%dT%H-%M-%S}-{os.getpid()}.json"


def last_chat(folder: Path) -> Path:
    """Give the file of the chat that was last spoken in.

    Raises:
        ConfigError: There is none.
    """
    files = list((folder / "chats").glob("*.json"))
    if not files:
        raise ConfigError("there is no conversation to go on with", hint="begin one with `interlingua chat`")
    return max(files, key=lambda file: (file.stat().st_mtime_ns, file.name))


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
