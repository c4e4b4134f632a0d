"""Reading in a child process: same answer, limits kept, every end of the child told in Chinese."""

import os
import socket
import time
from pathlib import Path

import pytest

from kepu.methods.planread import Reading, read
from kepu.methods.planread.extract import Refused, extract
from kepu.methods.planread.extract.tests.test_docx_numbering import official
from kepu.methods.planread.sandbox import SafeReader, read_safely

HERE = "kepu.methods.planread.extract.tests.test_sandbox"
LISTED = (Path(__file__).parent / "data" / "listed.doc").read_bytes()


def hang(data: bytes, name: str) -> None:
    while True:
        time.sleep(1)


def spin(data: bytes, name: str) -> None:
    while True:
        pass


def hoard(data: bytes, name: str) -> int:
    return len(bytearray(4 * 1024**3))


def die(data: bytes, name: str) -> None:
    os.abort()


def stumble(data: bytes, name: str) -> None:
    raise ValueError("Text des Dokuments")


def count(data: bytes, name: str, progress) -> int:
    for done in range(1, 4):
        progress(done, 3)
        time.sleep(0.06)
    print("not part of the answer")
    return len(data)


def look_around(data: bytes, name: str) -> dict[str, object]:
    links = [Path("/proc/self/fd", number) for number in os.listdir("/proc/self/fd")]
    files = [os.readlink(link) for link in links if link.exists() or link.is_symlink()]
    try:
        Path(name).write_text("x")
        wrote = True
    except OSError:
        wrote = False
    return {
        "environment": sorted(os.environ),
        "sockets": [file for file in files if file.startswith("socket:")],
        "django": "django" in __import__("sys").modules,
        "wrote": wrote,
    }


def read_plan(data: bytes, name: str) -> Reading:
    return read(extract(data, name))


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/kepu-was-here",)


def attack(data: bytes, name: str) -> Evil:
    return Evil()


@pytest.mark.parametrize("data", [official(), LISTED, "一、总体要求".encode()])
def test_answer_is_that_of_reading_without_a_child(data: bytes) -> None:
    assert read_safely(data, "方案") == extract(data, "方案")


def test_what_the_reader_makes_of_a_document_comes_through() -> None:
    assert read_safely(official(), run=f"{HERE}.read_plan") == read(extract(official()))


def test_refusal_comes_through() -> None:
    with pytest.raises(Refused) as refused:
        read_safely(b"%PDF-1.4 nothing")
    assert (refused.value.code, refused.value.message[:3]) == ("broken", "文件已")


@pytest.mark.parametrize(
    ("function", "code"),
    [("hang", "too_slow"), ("spin", "too_slow"), ("hoard", "too_complex"), ("die", "crashed")],
)
def test_each_bad_end_has_its_reason(function: str, code: str) -> None:
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        read_safely(b"x", run=f"{HERE}.{function}", seconds=2)
    assert refused.value.code == code
    assert refused.value.message.endswith("再上传。")
    assert time.monotonic() - begun < 8


@pytest.mark.parametrize("run", [f"{HERE}.stumble", f"{HERE}.no_such_function", "kepu.no_such_module.read"])
def test_an_error_of_our_own_is_not_told_as_a_damaged_file(run: str) -> None:
    with pytest.raises(Refused) as refused:
        read_safely(b"x", run=run)
    assert refused.value.code == "fault"
    assert "读取程序自身出错" in refused.value.message
    assert "损坏" not in refused.value.message


def test_log_gets_the_place_of_an_error_and_not_the_document() -> None:
    with pytest.raises(Refused) as refused:
        read_safely(b"x", run=f"{HERE}.stumble")
    assert "ValueError at" in str(refused.value.__cause__)
    assert "Dokument" not in str(refused.value.__cause__)


def test_progress_is_passed_on() -> None:
    seen: list[tuple[int, int]] = []
    answer = read_safely(b"abc", run=f"{HERE}.count", progress=lambda *numbers: seen.append(numbers))
    assert (answer, seen) == (3, [(1, 3), (2, 3), (3, 3)])


def test_child_has_no_environment_sockets_framework_or_pen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEPU_SECRET", "x")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        os.set_inheritable(listening.fileno(), True)
        found = read_safely(b"x", str(tmp_path / "file"), run=f"{HERE}.look_around")
    assert "KEPU_SECRET" not in found["environment"]
    assert (found["sockets"], found["django"], found["wrote"]) == ([], False, False)


def test_answer_that_would_run_code_is_not_unpacked() -> None:
    trace = Path("/tmp/kepu-was-here")
    with pytest.raises(Refused):
        read_safely(b"x", run=f"{HERE}.attack")
    assert not trace.exists()


def test_one_child_reads_many_documents_and_is_replaced_when_it_dies() -> None:
    with SafeReader() as reader:
        first, second = reader.read(official()), reader.read(LISTED)
        assert (first.format, second.format) == ("docx", "doc")
    with SafeReader(f"{HERE}.die") as reader:
        for _ in range(2):
            with pytest.raises(Refused, match="出错"):
                reader.read(b"x")
