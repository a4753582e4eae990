"""Who has a thread and who waits; how much of a head has come; whom a full house drops."""

from types import SimpleNamespace

import pytest

from vigportal.web import arrivals
from vigportal.web.arrivals import Arrival, Arrivals
from vigportal.web.heads import LONGEST_HEAD, SMALL_BODY, Head, TooLong, head_of
from vigportal.web.turns import Turn, Turns

GET = b"GET / HTTP/1.1\r\nHost: here\r\n"
HEADS = {
    GET: None,
    GET + b"\r\n": Head(len(GET) + 2, has_body=False, forwarded_for=""),
    GET + b"content-length: 3\r\n\r\na": Head(len(GET) + 24, has_body=False, forwarded_for=""),
    GET + b"Content-Length: %d\r\n\r\n" % (SMALL_BODY + 1): Head(len(GET) + 25, has_body=True, forwarded_for=""),
    GET + b"Content-Length: -3\r\n\r\n": Head(len(GET) + 22, has_body=True, forwarded_for=""),
    GET + b"Transfer-Encoding: chunked\r\n\r\n": Head(len(GET) + 30, has_body=True, forwarded_for=""),
    GET + b"Expect: 100-continue\r\n\r\n": Head(len(GET) + 24, has_body=True, forwarded_for=""),
    GET + b"X-Forwarded-For: 1.1.1.1, 9.9.9.9\r\n\r\n": Head(len(GET) + 37, has_body=False, forwarded_for="9.9.9.9"),
}


@pytest.mark.parametrize("got", HEADS)
def test_that_a_head_is_known_when_it_is_whole(got: bytes) -> None:
    assert head_of(got) == HEADS[got]


def test_that_a_head_without_an_end_is_refused() -> None:
    assert head_of(bytes(LONGEST_HEAD - 1)) is None
    with pytest.raises(TooLong):
        head_of(bytes(LONGEST_HEAD))


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ([Turn(str(who), has_body=True) for who in range(8)], 4),
        ([Turn("one", has_body=True) for _ in range(8)], 2),
        ([Turn("one", has_body=False) for _ in range(8)], 6),
        ([Turn(None, has_body=False) for _ in range(8)], 8),
    ],
    ids=["bodies", "bodies of one client", "one client", "a proxy that doesn't say for whom"],
)
def test_that_a_share_is_kept_and_the_others_pass(asked: list[Turn], given: int) -> None:
    turns = Turns(8)
    for turn in asked:
        turns.ask(turn)
    begun = list(turns.given())
    assert begun == asked[:given]
    other = Turn("another", has_body=False)
    turns.ask(other)
    assert list(turns.given()) == [other]
    for turn in begun:
        turns.give_back(turn)
    assert list(turns.given()) == asked[given : 2 * given]


def test_that_the_oldest_of_the_same_client_goes_then_the_oldest_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "A_PEER", 2)
    house = Arrivals(at_most=4)
    came = [Arrival(SimpleNamespace(), who) for who in ("a", "b", "b", "b", "c", "d")]
    gone = []
    for arrival in came:
        house.add(arrival)
        for crowded_out in list(house.too_many(arrival)):
            house.drop(crowded_out)
            gone.append(crowded_out)
    assert gone == [came[1], came[0]]


def test_that_time_runs_from_the_beginning_not_from_the_last_word() -> None:
    house, early = Arrivals(), Arrival(SimpleNamespace(), "a", until=5.0)
    house.add(early)
    early.got += b"GET"
    assert house.late(4.9) == []
    assert house.late(5.0) == [early]
