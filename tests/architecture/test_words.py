"""The glossary is law: words that an office does not use stay out of the interface, and every model has its word."""

import re
from pathlib import Path

from django.apps import apps

from tests.architecture.test_sizes import ROOT, tracked

# not → but, from the table of words in the office's own language
WRONG_WORDS = {
    "冲销": "更正 / 作废",
    "完整率": "报送率",
    "及时率": "按时报送率",
    "督办单": "工作提示函 / 督办通知",
    "看承诺": "看进展",
    "老年模式": "长辈版",
    "用户名": "登录名",
    "今日待办": "待办",
    "矩阵": "单位分工",
    "第二验证因素": "动态口令（恢复码）",
}


def wordings() -> list[Path]:
    """Everything that holds words for people: pages, the texts that our Python writes, the manual."""
    code = [p for p in [*tracked("kepu/**/*.py"), *tracked("kepu/**/*.txt")] if "tests" not in p.parts]
    return [*pages(), *code, *tracked("docs/handbook/*.md"), ROOT / "README.zh-CN.md"]


def pages() -> list[Path]:
    """Everything a person reads on a screen: templates and the scripts beside them."""
    return [p for p in [*tracked("kepu/**/*.html"), *tracked("kepu/**/*.js")] if "tests" not in p.parts]


def test_pages_use_the_offices_words() -> None:
    wrong = [
        f"{p.relative_to(ROOT)}: {word} → {right}"
        for p in wordings()
        for word, right in WRONG_WORDS.items()
        if word in p.read_text(encoding="utf-8")
    ]
    assert wrong == []


def test_every_model_is_in_the_glossary() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Z]\w+)`", glossary))
    ours = {m.__name__ for m in apps.get_models() if m.__module__.startswith("kepu.")}
    assert ours - named == set()


def test_glossary_has_one_row_a_word() -> None:
    rows = [line.split("|")[1].strip() for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
            if line.startswith("|") and not set(line) <= set("|- ")]  # fmt: skip
    assert len(rows) == len(set(rows))


def test_pages_hold_no_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\son\w+=\"|\sstyle=\"|<style")
    data = re.compile(r"<script[^>]*type=\"application/(?:ld\+)?json\"")
    wrong = []
    for page in pages():
        if page.suffix == ".html":
            text = data.sub("", page.read_text(encoding="utf-8"))
            wrong += [f"{page.relative_to(ROOT)}: {m.group()}" for m in inline.finditer(text)]
    assert wrong == []


def test_no_form_leaves_its_messages_to_the_browser() -> None:
    """The browser would speak its own language: every <form …> bears `novalidate`, and our Chinese stands in the page."""
    form = re.compile(r"<form(?:[^>\"]|\"[^\"]*\")*>")
    html = [p for p in pages() if p.suffix == ".html"]
    found = [(p.relative_to(ROOT), f) for p in html for f in form.findall(p.read_text(encoding="utf-8"))]
    assert len(found) > 50
    assert [f"{page}: {f}" for page, f in found if " novalidate" not in f] == []
