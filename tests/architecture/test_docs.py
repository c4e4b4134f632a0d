"""The manual is complete: every setting is explained, every picture is there and used, every page is linked."""

import re

from kepu.config.environment import KNOWN
from tests.architecture.test_sizes import ROOT, tracked

PAGES = [*tracked("*.md")]


def links() -> set[str]:
    """Every file of the project that some page links to, as a path from the root."""
    found = set()
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                found.add(str((page.parent / target).resolve().relative_to(ROOT)))
    return found


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs" / "handbook" / "installing.md").read_text(encoding="utf-8")
    assert [name for name in [*KNOWN, "DATABASE_URL", "KEPU_PORT"] if f"`{name}" not in text] == []


def test_no_link_is_dead() -> None:
    assert [link for link in sorted(links()) if not (ROOT / link).exists()] == []


def test_every_picture_is_used() -> None:
    pictures = {str(p.relative_to(ROOT)) for p in tracked("docs/pictures/*")}
    assert pictures - links() == set()


def test_every_page_of_the_handbook_and_every_decision_is_linked() -> None:
    pages = {str(p.relative_to(ROOT)) for p in [*tracked("docs/handbook/*.md"), *tracked("docs/decisions/*.md")]}
    assert pages - links() == set()


def test_both_readmes_have_the_same_headings() -> None:
    counts = [
        re.findall(r"^#+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert counts[0] == counts[1]
