"""Reading a printed 实施方案: document → tasks, responsible units, targets, duties, each with its place in the text.

`read` takes a `Source` (see `source`), `read_text` plain text; `as_json` gives the result as plain values.
"""

from .as_json import SCHEMA_VERSION
from .as_json import as_json as _as_json
from .model import Reading
from .read import read, read_text
from .source import Block, Source

VERSION = "1.0.0"

__all__ = ["SCHEMA_VERSION", "VERSION", "Block", "Reading", "Source", "as_json", "read", "read_text"]


def as_json(reading: Reading, *, doc: str = "") -> dict[str, object]:
    """Return a reading as plain values for JSON; ``doc`` is the name of the file it came from."""
    return _as_json(reading, doc=doc, version=VERSION)
