"""Unpacking gzip as it comes, in bounded memory, up to a limit: a few packed bytes may hold gigabytes."""

import zlib
from collections.abc import Iterable, Iterator
from itertools import chain

from competencies.feeds.failures import Failed
from competencies.models.sources import Failure

LARGEST = 1 << 30
"""So many bytes a file may have once it is unpacked."""

_BLOCK = 1 << 16
_GZIP = b"\x1f\x8b"  # no UTF-8 text begins like this


def unpacked(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The content, unpacked if its first bytes say that it is packed.

    Raises Failed: `too-large`, or `bad-packing` if the packed content is damaged or ends early.
    """
    coming = iter(blocks)
    start = b""
    for block in coming:
        start += block
        if len(start) >= len(_GZIP):
            break
    whole = chain([start], coming)
    yield from _limited(gunzipped(whole) if start.startswith(_GZIP) else whole)


def gunzipped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """What is inside, a bounded block at a time; several packed parts in a row are one content."""
    unpacker = None
    for block in blocks:
        rest = block
        while rest:
            if unpacker is None or unpacker.eof:
                unpacker = zlib.decompressobj(wbits=31)
            yield _step(unpacker, rest)
            rest = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if unpacker is not None:
        # What the last step had no room for; the window is 32 KiB, so it is never much.
        yield unpacker.flush()
        if not unpacker.eof:
            raise Failed(Failure.BAD_PACKING)


def _step(unpacker: "zlib._Decompress", block: bytes) -> bytes:
    try:
        return unpacker.decompress(block, _BLOCK)
    except zlib.error as error:
        raise Failed(Failure.BAD_PACKING) from error


def _limited(blocks: Iterable[bytes]) -> Iterator[bytes]:
    size = 0
    for block in blocks:
        size += len(block)
        if size > LARGEST:
            raise Failed(Failure.TOO_LARGE)
        yield block
