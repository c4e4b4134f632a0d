"""A body of 50 MB that never exists as a whole, to see how much of it is ever held."""


class Pouring:
    """Stands for ``wsgi.input``: `left` is what was not read yet, `largest` the largest piece asked for."""

    def __init__(self) -> None:
        self.left = 50 * 1024 * 1024
        self.largest = 0

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        self.largest = max(self.largest, size)
        self.left -= size
        return b"a" * size

    readline = read
