"""The one-to-one pairing with the greatest sum of scores, exactly, whatever the order of what is paired."""

from collections.abc import Mapping

Edge = tuple[int, int]


def best_pairs(scores: Mapping[Edge, int]) -> list[Edge]:
    """Return the pairs (left, right) of greatest total score, each side used at most once, sorted.

    `scores` holds whole positive numbers for the pairs that may be made at all; what is not in it is never paired.
    Ties are broken by the numbers of left and right alone, so callers number their items by content.
    """
    return sorted(pair for piece in _pieces(scores) for pair in _solve(piece, scores))


def _pieces(scores: Mapping[Edge, int]) -> list[list[Edge]]:
    """Part the pairs into pieces that share no item, so that each is small."""
    root: dict[tuple[str, int], tuple[str, int]] = {}

    def find(node: tuple[str, int]) -> tuple[str, int]:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for left, right in sorted(scores):
        root[find(("left", left))] = find(("right", right))
    found: dict[tuple[str, int], list[Edge]] = {}
    for edge in sorted(scores):
        found.setdefault(find(("left", edge[0])), []).append(edge)
    return list(found.values())


def _solve(edges: list[Edge], scores: Mapping[Edge, int]) -> list[Edge]:
    """Pair one piece by the Hungarian method; what is left unpaired counts nothing."""
    rows, columns = sorted({left for left, _ in edges}), sorted({right for _, right in edges})
    if len(rows) > len(columns):
        return [(b, a) for a, b in _solve([(b, a) for a, b in edges], {(b, a): scores[a, b] for a, b in edges})]
    cost = [[-scores.get((left, right), 0) for right in columns] for left in rows]
    chosen = _hungarian(cost)
    return [(rows[i], columns[j]) for i, j in enumerate(chosen) if cost[i][j]]


def _hungarian(cost: list[list[int]]) -> list[int]:
    """Return for each row its column in an assignment of least cost; rows ≤ columns. O(rows² · columns).

    Potentials and shortest augmenting paths; index 0 of rows and columns is a stand-in for "none yet".
    """
    n, m = len(cost), len(cost[0])
    u, v, row_of, way = [0] * (n + 1), [0] * (m + 1), [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        row_of[0], at = i, 0
        least, used = [None] * (m + 1), [False] * (m + 1)  # type: list[int | None], list[bool]
        while row_of[at]:
            at = _grow(cost, u, v, row_of, way, least, used, at)
        while at:
            row_of[at] = row_of[way[at]]
            at = way[at]
    chosen = [0] * n
    for j in range(1, m + 1):
        if row_of[j]:
            chosen[row_of[j] - 1] = j - 1
    return chosen


def _grow(
    cost: list[list[int]], u: list[int], v: list[int], row_of: list[int], way: list[int],
    least: list[int | None], used: list[bool], at: int,
) -> int:  # fmt: skip
    """Take the path one column further, by the cheapest step, and adjust the potentials; return that column."""
    used[at] = True
    row, best, step = row_of[at], 0, None
    for j in range(1, len(v)):
        if used[j]:
            continue
        now = cost[row - 1][j - 1] - u[row] - v[j]
        held = least[j]
        if held is None or now < held:
            least[j] = held = now
            way[j] = at
        if step is None or held < step:
            step, best = held, j
    assert step is not None  # there are at least as many columns as rows
    for j in range(len(v)):
        if used[j]:
            u[row_of[j]] += step
            v[j] -= step
        elif (held := least[j]) is not None:
            least[j] = held - step
    return best
