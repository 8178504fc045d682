"""The scanner: finds the lines of a block of bytes that match, fast.

What it promises, whatever engine does the work: a line matches where

    re.search(source, line.decode("utf-8", "surrogateescape"), flags)

does, ``line`` being the bytes between two terminators (`\\n`, or NUL with ``-z``), without them.
`^ \\A $ \\Z` stand for the ends of the line. A byte that is no UTF-8 is a lone surrogate
U+DC80..U+DCFF there; GNU grep lets ``.`` and negated sets match none of these, so write ``.`` as
``[^\\n\\udc80-\\udcff]`` and ``[^ab]`` as ``[^ab\\udc80-\\udcff]``: such sources are also the fast
ones, since bytes then decide alone. A source that matches the empty text matches every line.

    scanner = Scanner("[0-9.]+[万亿]元")                    # one source in Python's syntax
    scanner = Scanner.of_literals(["长三角", "長三角"])      # plain texts, any of them
    reader = BlockReader()                                  # one for all files: it keeps its buffer
    for block in reader.blocks(fd_or_stream):               # whole lines, memory flat: exact, UTF-8
    for block in text_blocks(fd_or_stream, reader):         # grep.encodings: any encoding
        here = scanner.within(block.encoding)
        for start, end in here.lines(block.data, 0, block.end):
            line = here.text_of(block.data[start:end])      # UTF-8, without its terminator
        here.count(block.data, 0, block.end)                # lines that match
        here.first(block.data, 0, block.end)                # the first one's span, or None
        here.joined(block.data, 0, block.end, prefix=b"name:")  # (lines, what is written of them)
    scanner.spans(line)                                     # [(start, end)], bytes of a UTF-8 line
    scanner.count_lines(block.data, start, end)             # terminators, for -n

Offsets are bytes into the buffer; ``block.offset + start`` is the place in the file. A Block's
data is overwritten by the next one, so copy what is kept. ``joined`` is what prints plain lines at
once: no colour, no context, no numbers.
"""

from yrd_cli.grep.scan.files import Block, BlockReader
from yrd_cli.grep.scan.scanner import Scanner

__all__ = ["Block", "BlockReader", "Scanner"]
