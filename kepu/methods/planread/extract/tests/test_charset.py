"""Character sets of short texts, where the sample to judge by is small."""

import pytest

from kepu.methods.planread.extract.charset import declared_charset, decode

SIMPLIFIED = "关于印发全民科学素质行动实施方案的通知"
TRADITIONAL = "關於印發全民科學素質行動實施方案的通知"


@pytest.mark.parametrize("length", [8, 12, 19])
@pytest.mark.parametrize(
    ("encoding", "text"),
    [("gb18030", SIMPLIFIED), ("big5hkscs", TRADITIONAL), ("utf-16-le", SIMPLIFIED), ("utf-16-be", SIMPLIFIED)],
)
def test_a_title_is_enough_to_tell(encoding: str, text: str, length: int) -> None:
    assert decode(text[:length].encode(encoding)) == (text[:length], encoding)


def test_mark_decides_and_is_no_character_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbfabc") == ("abc", "utf-8")
    assert decode("方案".encode("utf-16")) == ("方案", "utf-16-le")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b'<meta charset="GBK">', "gb18030"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=big5'>", "big5hkscs"),
        (b'<?xml version="1.0" encoding="gb2312"?>', "gb18030"),
        (b'<meta charset="utf8">', "utf-8"),
        (b'<meta charset="no-such">', None),
        (b"<p>", None),
    ],
)
def test_declared_character_set(head: bytes, expected: str | None) -> None:
    assert declared_charset(head) == expected


def test_declaration_that_does_not_fit_is_not_followed() -> None:
    assert decode(SIMPLIFIED.encode("utf-8"), "gb18030") == (SIMPLIFIED, "utf-8")
    assert decode(SIMPLIFIED.encode("gb18030"), "no-such") == (SIMPLIFIED, "gb18030")
