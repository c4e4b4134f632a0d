"""How a benchmark measures and what it prints: one line of JSON at the end."""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable


def median(work: Callable[[], object], times: int = 7) -> float:
    """Return the median of the seconds that `work` takes, after one run that is not counted."""
    work()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def report(name: str, work: str, ours: float, peer: str, peer_s: float, **more: object) -> None:
    """Print the result line; seconds with five digits, `ratio` is ours / peer, `peak_mb` of this process."""
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    line = {
        "name": name,
        "work": work,
        "ours_s": round(ours, 5),
        "peer": peer,
        "peer_s": round(peer_s, 5),
        "ratio": round(ours / peer_s, 3),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale),
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)
