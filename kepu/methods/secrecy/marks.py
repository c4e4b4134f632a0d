"""Marks of secrecy: a document that bears one is not kept. Marks are told from mere talk of secrets by their place.

Grades and terms as prescribed for state secrets (《国家秘密定密管理规定》: 密级★保密期限), work secrets and the marks that
offices put on papers that must not leave the house.
"""

import re

_S = r"[ \t　]*+"  # possessive, as what may repeat below: a line of a hundred thousand spaces is passed over once
_GRADE = rf"(?:绝{_S}密|机{_S}密|秘{_S}密)"
_NUMBER = r"[\d０-９一二三四五六七八九十]++"
_INNER = rf"(?:内部资料|内部文件|内部材料|内部刊物|内部参考|内部传阅|内部掌握|工作秘密|内{_S}部)"
_KEEP = (
    r"(?:注意保存|注意保密|妥善保管|妥善保存|不得外传|严禁外传|请勿外传|切勿外传|不得外泄|严禁外泄|不得翻印|严禁复制|不得复制|阅后即焚|用后收回|会后收回|"
    r"阅后收回|请勿传播|不得扩散|仅供参阅|仅供内部)"
)
_OPEN, _CLOSE = r"[（(【\[〔「]", r"[）)】\]〕」]"
_EDGE = rf"^{_S}{_OPEN}?{_S}"
_STOP = rf"{_S}{_CLOSE}?{_S}[。！!]?{_S}$"
_MARKS = (
    re.compile(rf"(?<!商业)(?<!技术){_GRADE}{_S}[★☆*＊✩]{_S}(?:{_NUMBER}{_S}(?:年|个?月|天|日)|长{_S}期)?"),
    re.compile(rf"[★☆✩]{_S}{_GRADE}"),
    re.compile(rf"{_EDGE}(?:密{_S}级{_S}[:：]?{_S})?{_GRADE}级?{_STOP}", re.MULTILINE),
    re.compile(rf"{_EDGE}{_GRADE}级?{_S}(?:{_NUMBER}{_S}(?:年|个?月)|长{_S}期){_STOP}", re.MULTILINE),
    re.compile(rf"密{_S}级{_S}[:：]{_S}(?:{_GRADE}|内{_S}部)"),
    re.compile(rf"(?:定密|保密期限|解密)(?:责任人|时间|条件)?{_S}[:：]{_S}\S"),
    re.compile(rf"{_EDGE}{_INNER}{_STOP}", re.MULTILINE),
    re.compile(rf"{_INNER}{_S}[,，、;；·.。：:！!★]?{_S}{_KEEP}"),
    re.compile(rf"{_OPEN}{_S}(?:{_KEEP}|仅供内部使用|内部使用|供内部使用|{_INNER}){_S}{_CLOSE}"),
    re.compile(rf"{_EDGE}(?:{_KEEP}|仅供内部使用|供内部使用|内部使用){_STOP}", re.MULTILINE),
    re.compile(r"(?:此件|本件|本文件|该件|此文件)(?:不予公开|不公开(?:发布)?|不得公开|属于?内部|为内部|属于?工作秘密|属于?国家秘密|注意保密|请注意保存)"),
    re.compile(rf"(?:公开属性|公开方式|信息公开选项|公开类别){_S}[:：]{_S}(?:不予公开|不公开)"),
    re.compile(r"(?:本|此|该)(?:文件|方案|材料|资料|通知)(?:涉及|属于?|含有)(?:国家|工作)秘密"),
)  # fmt: skip
_UNSAID = re.compile(r"(?:不|未|没有|无|并非|不得|不含|不涉及)(?:涉及|属于?|含有|包含|标有|标注)?(?:任何)?$")
_SIMPLE = str.maketrans(
    "絕機級內資參閱傳嚴複製擴僅該屬為於國發開選項類責時間條長個無並請後標註術業",
    "绝机级内资参阅传严复制扩仅该属为于国发开选项类责时间条长个无并请后标注术业",
)


def first_mark(text: str) -> str | None:
    """Return the first mark of secrecy in `text` as printed, None when there is none.

    A grade counts where a mark stands: alone on its line, after 密级, or with a star and a term (秘密★1年). Talk of
    secrets inside a sentence (保守国家秘密、商业秘密, 本方案不涉及国家秘密) is no mark. Traditional characters count as
    the simplified ones.
    """
    plain = text.translate(_SIMPLE)
    found = [m for pattern in _MARKS for m in pattern.finditer(plain) if not _denied(plain, m.start())]
    first = min(found, key=lambda m: m.start(), default=None)
    return text[first.start() : first.end()].strip() if first else None


def _denied(text: str, at: int) -> bool:
    """Whether the words before say that it is not so: 不属于工作秘密."""
    return bool(_UNSAID.search(text[max(at - 8, 0) : at]))
