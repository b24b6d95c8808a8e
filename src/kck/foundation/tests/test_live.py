"""Notices reach the pages that asked for them, and a page that comes back misses none."""

import asyncio

from tests.looping import run_async

from kck.foundation.live import Hub, live


def hub_with(*notices: list[str]) -> Hub:
    hub = Hub()
    for topics in notices:
        hub.publish(topics)
    return hub


def test_a_page_hears_only_its_topics():
    async def scene() -> list[list[str]]:
        hub = Hub()
        hub._listening = asyncio.create_task(asyncio.sleep(60))
        queue = hub.join(frozenset({"unit:7"}))
        for topics in (["unit:8"], ["unit:7", "case:1"], ["*"]):
            hub.publish(topics)
        heard = [queue.get_nowait()[1] for _ in range(queue.qsize())]
        hub._listening.cancel()
        return heard

    assert run_async(scene()) == [["unit:7", "case:1"], ["*"]]


def test_a_returning_page_gets_what_it_missed():
    hub = hub_with(["unit:7"], ["unit:8"], ["unit:7"])
    first = hub._recent[0][0]

    missed = hub.since(first, frozenset({"unit:7"}))

    assert missed is not None
    assert [topics for _id, topics in missed] == [["unit:7"]]


def test_a_page_of_an_earlier_process_is_told_to_ask_again():
    assert hub_with(["unit:7"]).since(5, frozenset({"unit:7"})) is None
    assert Hub().since(5, frozenset({"unit:7"})) is None


def test_a_stream_ends_when_the_browser_goes_away():
    async def scene() -> list[dict[str, object]]:
        sent: list[dict[str, object]] = []

        async def receive() -> dict[str, object]:
            await asyncio.sleep(0.05)
            return {"type": "http.disconnect"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        await asyncio.wait_for(live({"query_string": b"topics=a", "headers": []}, receive, send), 5)
        return sent

    sent = run_async(scene())
    assert sent[0]["status"] == 200
    assert b"hello" in sent[1]["body"]
