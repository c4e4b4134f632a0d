"""``make bench``: every benchmark at a small size; the result lines go to ``benchmarks/RESULTS.md``."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(p.stem for p in HERE.glob("*.py") if p.stem not in {"__init__", "__main__", "measure"})


def run(name: str) -> list[dict[str, object]]:
    """Run one benchmark in a process of its own and return its result lines."""
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    print(f"{name} ……", flush=True)
    out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent).stdout
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def main() -> None:
    """Run all and write the table."""
    rows = [row for name in NAMES for row in run(name)]
    head = "| benchmark | work | ours | peer | peer | ratio | peak MB |\n|---|---|---|---|---|---|---|"
    lines = [
        f"| {r['name']} | {r['work']} | {r['ours_s']} s | {r['peer']} | {r['peer_s']} s | {r['ratio']} | {r['peak_mb']} |"
        for r in rows
    ]
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    text = f"# Results\n\nMade by `make bench` on {machine}. Only ratios within one run count.\n\n"
    (HERE / "RESULTS.md").write_text(text + "\n".join([head, *lines]) + "\n", encoding="utf-8")
    print("written: benchmarks/RESULTS.md")


if __name__ == "__main__":
    main()
