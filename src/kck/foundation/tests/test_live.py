"""Notices reach the pages that asked for them, and a page that comes back misses none."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.looping import run_async

from kck.foundation import live as live_module
from kck.foundation.hub import _WAITING, EVERYTHING, RECALLED, Browser, Hub
from kck.foundation.live import live

UNIT = frozenset({"unit:7"})


def hub_with(*notices: list[str], listens_for: float = 2 * RECALLED) -> Hub:
    hub = Hub()
    hub._listens_since = time.monotonic() - listens_for
    for topics in notices:
        hub.publish(topics)
    return hub


def in_hub(hub: Hub, scene: Callable[[Browser], Awaitable[Any]]) -> Any:
    """With a browser that wants unit 7, in a loop where nobody listens for real."""

    async def run() -> Any:
        hub._listening = asyncio.create_task(asyncio.sleep(60))
        async with hub.joined(UNIT) as browser:
            result = await scene(browser)
        hub._listening.cancel()
        return result

    return run_async(run())


def test_a_page_hears_only_its_topics_and_what_waits_as_one():
    hub = hub_with()

    async def scene(browser: Browser) -> list[list[str]]:
        for topics in (["unit:8"], ["unit:7", "case:1"]):
            hub.publish(topics)
        first = await browser.next()
        hub.publish(["unit:7"])
        hub.publish([EVERYTHING])
        return [first.topics, (await browser.next()).topics]

    assert in_hub(hub, scene) == [["unit:7"], ["unit:7", EVERYTHING]]


def test_whoever_reads_too_slowly_is_told_that_everything_may_have_changed():
    hub = hub_with()

    async def scene(browser: Browser) -> list[str]:
        for _ in range(_WAITING + 1):
            hub.publish(["unit:7"])
        return (await browser.next()).topics

    assert in_hub(hub, scene) == [EVERYTHING]


def test_a_returning_page_gets_what_it_missed():
    hub = hub_with(["unit:7"])
    mark = hub.mark()
    hub.publish(["unit:8"])
    hub.publish(["unit:7"])

    assert hub.missed(Browser(UNIT), mark) == ["unit:7"]
    assert hub.missed(Browser(UNIT), hub.mark()) == []


@pytest.mark.parametrize("mark", ["1764111111111", "-", "another-3", "x-y"])
def test_a_page_that_comes_from_another_process_asks_for_everything(mark: str):
    assert hub_with(["unit:8"]).missed(Browser(UNIT), mark) == [EVERYTHING]


def test_a_page_that_was_away_for_longer_than_is_remembered_asks_for_everything():
    hub = hub_with(*[["unit:8"]] * 2001)

    assert hub.missed(Browser(UNIT), hub.mark(0)) == [EVERYTHING]
    assert hub.missed(Browser(UNIT), hub.mark(1)) == []


def test_a_page_just_made_hears_what_happened_on_its_way():
    assert hub_with(["unit:8"], ["unit:7"]).missed(Browser(UNIT), "") == ["unit:7"]
    assert hub_with(["unit:8"]).missed(Browser(UNIT), "") == []


def test_a_process_that_has_listened_for_a_moment_only_cannot_know_what_was_before():
    assert hub_with(listens_for=1).missed(Browser(UNIT), "") == [EVERYTHING]


def opened(**scope: Any) -> list[dict[str, Any]]:
    """What a browser gets that goes away after a moment."""

    async def scene() -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0.05)
            return {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        told = {"query_string": b"topics=a", "headers": [], **scope}
        await asyncio.wait_for(live(told, receive, send), 5)
        return sent

    return run_async(scene())


def test_a_stream_ends_when_the_browser_goes_away():
    sent = opened()

    assert sent[0]["status"] == 200
    assert b"hello" in sent[1]["body"]
    assert b"\nid: " in sent[1]["body"]  # what it shows when it returns
    assert not live_module._streams


def test_one_address_can_not_take_all_streams(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_module, "MOST_OF_ONE", 0)

    sent = opened(client=("192.0.2.7", 4711))

    assert sent[0]["status"] == 503
    assert (b"retry-after", b"60") in sent[0]["headers"]
