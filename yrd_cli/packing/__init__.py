"""Results as bytes that hold no code: what a journal keeps on disk, and reads back unseen.

Values are packed in columns: equal types together, of lists their items together, of objects each
attribute together. So a million strings cost a join and a split, not a million calls, and what is
read is made of plain data and of the classes of RESULT_CLASSES, nothing else.
"""

from yrd_cli.packing.reader import DamagedError, unpacked
from yrd_cli.packing.writer import packed

__all__ = ["DamagedError", "packed", "unpacked"]
