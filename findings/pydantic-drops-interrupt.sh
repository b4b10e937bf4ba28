#!/usr/bin/env bash
# One would guess: Ctrl-C during a validation ends it. Python's own handler raises KeyboardInterrupt wherever Python code runs just then,
# and pydantic lets exceptions that aren't errors of validation through, as it does from a validator.
# What happens: of whatever is raised while pydantic asks a class whether a value is its instance, it makes a no. A BaseModel in a union
# is asked in Python code (its metaclass is an ABCMeta), so that is a place where the handler may run: the interrupt is gone without a
# word, the validation goes on, and the program doesn't end. The same interrupt in a validator ends it.
# Seen with pydantic 2.14.4 (pydantic-core of that release) and Python 3.11 on 2026-11-30; the signal is raised inside the question.
# For programs that validate much in a loop: Ctrl-C may be lost, so hold the signal back while validating and raise it afterwards.
# Documentation: none found; https://docs.pydantic.dev/latest/concepts/validators/ says which exceptions become errors of validation.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pydantic==2.14.4

"$folder/venv/bin/python" - <<'PY'
import signal

import pydantic
from pydantic import BaseModel, TypeAdapter, field_validator

pressed = {"class": 0, "validator": 0}


class Asked(type(BaseModel)):
    def __instancecheck__(cls, value):
        if listening and not pressed["class"]:
            pressed["class"] += 1
            signal.raise_signal(signal.SIGINT)  # as if Ctrl-C came here
        return super().__instancecheck__(value)


class Dog(BaseModel, metaclass=Asked):
    barks: int


class Cat(BaseModel):
    purrs: int

    @field_validator("purrs")
    @classmethod
    def check(cls, value):
        if listening and not pressed["validator"]:
            pressed["validator"] += 1
            signal.raise_signal(signal.SIGINT)
        return value


def validated(value):
    try:
        return [repr(pet) for pet in TypeAdapter(list[Dog | Cat]).validate_python(value)]
    except KeyboardInterrupt:
        return "KeyboardInterrupt"


listening = True
seen = {"in the question": validated([{"barks": 1}, {"barks": 2}]), "in a validator": validated([{"purrs": 1}])}
print(f"pydantic {pydantic.VERSION}; Ctrl-C was pressed {pressed}")
for where, what in seen.items():
    print(f"{where}: {what}")
assert pressed == {"class": 1, "validator": 1}, pressed
assert seen == {"in the question": ["Dog(barks=1)", "Dog(barks=2)"], "in a validator": "KeyboardInterrupt"}, seen
PY
