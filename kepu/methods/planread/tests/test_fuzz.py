"""No input crashes or hangs the reader, and time grows with the length only."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kepu.methods.planread import Block, Source, as_json, read, read_text

SAMPLE = (Path(__file__).resolve().parents[4] / "samples" / "short" / "03-tingling.txt").read_text(encoding="utf-8")
ALPHABET = "一二三四（）()、，。；：\n\t |—?.0123456789①“”《》〔〕县区市局委办部 牵头责任单位配合负责每年不少于到达万个场次%由等和及\u3000\ufeff"
noise = st.text(alphabet=ALPHABET, max_size=400)


@settings(max_examples=150, deadline=None)
@given(noise)
def test_words_of_the_genre_in_disorder(text: str) -> None:
    as_json(read_text(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    as_json(read_text(text))


@pytest.mark.parametrize("seed", range(12))
def test_cut_and_shuffled_plan(seed: int) -> None:
    rng = random.Random(seed)
    start, end = sorted(rng.sample(range(len(SAMPLE)), 2))
    pieces = [SAMPLE[i : i + 40] for i in range(start, end, 40)]
    rng.shuffle(pieces)
    for text in (SAMPLE[start:end], "".join(pieces), SAMPLE.replace("\n", "")[start:end]):
        as_json(read_text(text))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 3), st.integers(0, 3)), max_size=12))
def test_blocks_in_any_order(cells: list[tuple[int, int, int, int]]) -> None:
    blocks = tuple(
        Block(min(a, b), max(a, b), "cell" if r else "paragraph", table=0, row=r, column=c) for a, b, r, c in cells
    )
    as_json(read(Source(SAMPLE[:60], blocks)))


HARD = [
    "（" * 4000, "）" * 4000, "“" * 4000, "、" * 8000, "县" * 8000, "1." * 4000, "每年" * 4000, "一" * 8000, "9" * 8000,
    "由县局牵头" * 2000, "牵头单位：" * 2000, "（牵头单位：" * 1500, "第一章" * 2000, "——" * 4000, "\t" * 4000, "|" * 4000, "县教育局、" * 3000,
    "达到" * 4000 + "5个", "（一）" * 3000, "到2025年" * 2000, "1个、" * 3000, "附件\n" * 2000, "A局 " * 3000, "2021—" * 3000,
    "县教育局：将科普列入；\n" * 1500, "每个村（社区）" * 1500,
]  # fmt: skip


@pytest.mark.parametrize("text", HARD, ids=[t[:6] for t in HARD])
def test_hard_inputs_take_no_longer_than_others(text: str) -> None:
    began = time.process_time()
    read_text(text)
    read_text("一、重点任务\n（一）青少年科学素质提升行动\n1.办好课堂。" + text + "。（县科协负责）\n")
    assert time.process_time() - began < 4


def test_time_is_linear() -> None:
    def seconds(copies: int) -> float:
        text = SAMPLE * copies
        began = time.process_time()
        read_text(text)
        return time.process_time() - began

    seconds(1)
    small, large = min(seconds(20) for _ in range(2)), seconds(160)
    assert large < 8 * small * 3
