"""Packed files: unpacked as they come, whole or not at all, up to a limit."""

import gzip
import tracemalloc

import pytest

from competencies.feeds import unpacking
from competencies.feeds.failures import Failed
from competencies.feeds.unpacking import gunzipped, unpacked
from competencies.models.sources import Failure

TEXT = b"mcid,credential,earned_on\n" * 500


def blocks(content: bytes, size: int):
    return [content[start : start + size] for start in range(0, len(content), size)]


def fails(failure: Failure, content) -> None:
    with pytest.raises(Failed) as failed:
        list(unpacked(content))
    assert failed.value.failure is failure


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize("content", [TEXT, b"", b"x", b"\x1f"])
def test_packed_or_not_and_however_it_is_cut_it_comes_out_alike(content, size):
    assert b"".join(unpacked(blocks(content, size))) == content
    assert b"".join(unpacked(blocks(gzip.compress(content), size))) == content


def test_several_packed_parts_are_one_content():
    packed = gzip.compress(TEXT) + gzip.compress(b"more\n")
    assert b"".join(unpacked(blocks(packed, 5))) == TEXT + b"more\n"


@pytest.mark.parametrize("left", [3, 15, 30])
def test_what_ends_early_is_damaged(left):
    fails(Failure.BAD_PACKING, [gzip.compress(TEXT)[:left]])


def test_what_was_changed_on_the_way_is_damaged():
    packed = bytearray(gzip.compress(TEXT))
    packed[-6] ^= 1
    fails(Failure.BAD_PACKING, [bytes(packed)])


def test_the_limit_holds_packed_or_not(monkeypatch):
    monkeypatch.setattr(unpacking, "LARGEST", len(TEXT))
    assert b"".join(unpacked([gzip.compress(TEXT)])) == TEXT
    fails(Failure.TOO_LARGE, [gzip.compress(TEXT + b"x")])
    fails(Failure.TOO_LARGE, [TEXT, b"x"])


def test_a_bomb_never_unfolds_in_memory():
    bomb = gzip.compress(bytes(64 << 20))
    tracemalloc.start()
    try:
        assert sum(map(len, gunzipped([bomb]))) == 64 << 20
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
