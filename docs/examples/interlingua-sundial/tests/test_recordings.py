"""What the API once answered, played through the plugin's own transport; `interlingua record` writes such files."""

from pathlib import Path

import pytest
from interlingua import get_dialect
from interlingua.testing.replay import Exchange, check_cuts, replayed

DIALECT = get_dialect("sundial.chat")
RECORDINGS = sorted(Path(__file__).with_name("recordings").glob("*.json"))


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_recordings_are_read_and_sent_again(path: Path) -> None:
    exchange = Exchange.load(path)
    played = replayed("sundial", exchange, [1])  # a byte at a time

    assert exchange.request is not None
    assert DIALECT.wire_normal_form(played.sent.body) == DIALECT.wire_normal_form(exchange.request)
    assert played.response is not None
    assert played.response.finish_reason is not None
    if exchange.streamed:
        check_cuts(DIALECT, exchange.raw)  # no beginning passes for the whole
