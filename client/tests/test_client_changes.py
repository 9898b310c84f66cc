"""Following the feed: in order, each line once, over pages and over restarts."""

import pytest
from client_house import Told, a_client, ok

from creditsvc_client import FileBookmark, Mark, MemoryBookmark


def a_page(*numbers: int, cursor: str, more: bool = False):
    lines = [
        {
            "seq": one,
            "uscc": None,
            "reason": "listed",
            "effective_at": "x",
            "recorded_at": "y",
            "act": one,
        }
        for one in numbers
    ]
    return ok({"changes": lines, "cursor": cursor, "more": more})


def seen(changes):
    return [one.seq for one in changes]


def test_pages_follow_each_other_to_the_end():
    told = Told(a_page(1, 2, cursor="c1", more=True), a_page(3, cursor="c2"))
    bookmark = MemoryBookmark()
    assert seen(a_client(told).changes(bookmark, page=2)) == [1, 2, 3]
    assert [one.url.partition("?")[2] for one in told.asked] == [
        "after=0&limit=2",
        "after=c1&limit=2",
    ]
    assert bookmark.load() == Mark("c2", 3)


def test_a_reader_that_stops_within_a_page_goes_on_with_the_line_it_had_in_hand(tmp_path):
    place = tmp_path / "bookmark.json"
    told = Told(a_page(1, 2, 3, cursor="c1"), a_page(1, 2, 3, cursor="c1"), a_page(cursor="c1"))
    lines = a_client(told).changes(FileBookmark(place))
    assert [next(lines).seq, next(lines).seq] == [1, 2]
    lines.close()  # the process dies with line 2 in hand
    assert FileBookmark(place).load() == Mark("0", 1)
    assert seen(a_client(told).changes(FileBookmark(place))) == [2, 3]
    assert seen(a_client(told).changes(FileBookmark(place))) == []


def test_a_reader_that_fails_on_a_line_gets_it_again():
    told, bookmark = Told(a_page(1, 2, cursor="c1"), a_page(1, 2, cursor="c1")), MemoryBookmark()

    def read():
        for change in a_client(told).changes(bookmark):
            1 / (change.seq - 1)

    with pytest.raises(ZeroDivisionError):
        read()
    assert seen(a_client(told).changes(bookmark)) == [1, 2]


def test_an_empty_feed_moves_nothing():
    bookmark = MemoryBookmark(Mark("c9", 9))
    assert seen(a_client(Told(a_page(cursor="c9"))).changes(bookmark)) == []
    assert bookmark.load() == Mark("c9", 9)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cursor": "1"}'])
def test_a_broken_bookmark_is_told_and_never_read_as_the_start(tmp_path, content):
    place = tmp_path / "bookmark.json"
    place.write_text(content)
    with pytest.raises((ValueError, KeyError, TypeError)):
        FileBookmark(place).load()
