"""The first bytes of a stream, looked at and given back."""

from __future__ import annotations

import io
from collections.abc import Callable


class LostError(OSError):
    """Some of a stream was lost; whoever reads on gets what follows."""


def head_of(
    stream: io.BufferedReader, enough: Callable[[bytes], bool], size: int = 1 << 16
) -> tuple[bytes, io.BufferedReader]:
    """The head of a stream, and a stream that holds all of it still.

    A pipe may give its first byte long before its second, so ``peek`` alone sees what was
    written first: this reads on until the head is ``enough``, or ``size`` bytes, or all. An
    error is raised by the stream that is given back, in its place.
    """
    read = bytearray()
    failure: Exception | None = None
    try:
        head = stream.peek(size)[:size]
        if len(head) == size or enough(head):
            return head, stream
        while len(read) < size and (part := stream.read1(size - len(read))):
            read += part
            if enough(bytes(read)):
                break
    except (EOFError, OSError) as e:
        failure = e
    head = bytes(read)
    return head, io.BufferedReader(_Rejoined(head, stream, failure), size)


class _Rejoined(io.RawIOBase):
    """What was read of a stream already, and then the stream, or the error it ended in."""

    def __init__(
        self, head: bytes, stream: io.BufferedReader, failure: Exception | None = None
    ) -> None:
        self._head = memoryview(head)
        self._stream = stream
        self._failure = failure

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data: bytes | memoryview = self._head[: len(buffer)]
        if len(data):
            self._head = self._head[len(data) :]
        elif self._failure is not None:
            failure = self._failure
            if isinstance(failure, LostError):
                self._failure = None
            raise failure
        else:
            data = self._stream.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)
