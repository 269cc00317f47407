"""The live stream: each page in order, and a page that does not read harms nobody but itself."""

import asyncio
import contextlib
import json

import pytest

from lineside.app.http import live
from lineside.app.http.live import WAITING, Hub
from lineside.kernel.actors import Actor

READER = Actor("user:reader", "R")


def lines(count):
    return [{"id": number, "name": "tests.News", "facts": {}} for number in range(count)]


async def opened(hub):
    """A page whose connection stands."""
    stream = hub.stream(READER)
    assert await anext(stream) == "retry: 2000\n\n"
    return stream


async def read(stream, count):
    told = [await asyncio.wait_for(anext(stream), 5) for _ in range(count)]
    return [json.loads(each.split("data: ", 1)[1])["id"] for each in told]


def test_every_open_page_gets_all_news_in_order(world):
    async def story():
        hub = Hub(world)
        pages = [await opened(hub) for _ in range(3)]
        await hub._tell("news", lines(50), hub._news_within)
        return [await read(each, 50) for each in pages]

    assert asyncio.run(story()) == [list(range(50))] * 3


def test_a_page_that_does_not_read_is_dropped_and_the_others_go_on(world):
    async def story():
        hub = Hub(world)
        slow, quick = await opened(hub), await opened(hub)
        await hub._tell("news", lines(WAITING), hub._news_within)
        assert len(await read(quick, WAITING)) == WAITING
        await hub._tell("news", lines(2), hub._news_within)
        assert len(hub._pages) == 1
        assert await read(quick, 2) == [0, 1]
        with pytest.raises(StopAsyncIteration):
            await anext(slow)

    asyncio.run(story())


def test_a_page_that_is_closed_leaves_the_hub(world):
    async def story():
        hub = Hub(world)
        page = await opened(hub)
        await page.aclose()
        return hub._pages

    assert asyncio.run(story()) == set()


@pytest.mark.parametrize(("still", "told"), [(True, [0, 1]), (False, [0])])
def test_a_page_ends_with_its_reader_s_session(world, monkeypatch, still, told):
    monkeypatch.setattr(live, "SIGN_OF_LIFE_S", 0.05)

    async def story():
        hub = Hub(world)
        page = hub.stream(READER, lambda: still)
        await anext(page)
        await hub._tell("news", lines(1), hub._news_within)
        found = await read(page, 1)
        await asyncio.sleep(0.1)
        await hub._tell("news", [{"id": 1, "name": "tests.News", "facts": {}}], hub._news_within)
        with contextlib.suppress(StopAsyncIteration):
            found += await read(page, 1)
        await page.aclose()
        return found

    assert asyncio.run(story()) == told
