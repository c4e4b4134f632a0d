"""``make bench``: every benchmark at a small size; the result lines go to ``benchmarks/RESULTS.md``."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(p.stem for p in HERE.glob("*.py") if p.stem not in {"__init__", "__main__", "databases", "measure"})


def run(name: str) -> list[dict[str, object]]:
    """Run one benchmark in a process of its own and return its result lines."""
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    print(f"{name} ……", flush=True)
    out = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent).stdout
    return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


def held(rows: list[dict[str, object]]) -> list[str]:
    """Return the lines of the table that holds forecasts against what came."""
    told = [row for row in rows if "brier" in row]
    if not told:
        return []
    lines = [
        "", "Forecasts of simulated targets, seed other than that of tuning; Brier score: less is better; cover: outcomes "
        "inside the 80 % interval, goal 75-85 %.", "",
        "| horizon | targets | not told | Brier | straight line | line with scatter | cover | cover of line with scatter | "
        "cover where the level changed |", "|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    names = (
        "horizon", "forecasts", "untold", "brier", "brier_straight_line", "brier_line_with_scatter", "inside_80",
        "inside_80_line", "inside_80_changed",
    )  # fmt: skip
    return [*lines, *("| " + " | ".join(str(row[name]) for name in names) + " |" for row in told)]


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
    (HERE / "RESULTS.md").write_text(text + "\n".join([head, *lines, *held(rows)]) + "\n", encoding="utf-8")
    print("written: benchmarks/RESULTS.md")


if __name__ == "__main__":
    main()
