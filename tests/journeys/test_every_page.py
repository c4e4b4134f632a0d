"""Each role walks through every page it can reach: nothing is dead, unnamed, heavy, too wide, noisy or inaccessible."""

import pytest

from tests.journeys.looking import crawl, judge, kind_of, parts_of
from tests.journeys.papers import SHORT

pytestmark = pytest.mark.browser
UNIT = "县教育体育局"
ROLES = {
    "secretariat": "纲要办",
    "liaison": f"部门联络员（{UNIT}）",
    "section_head": f"部门科室负责人（{UNIT}）",
    "leader": f"部门分管领导（{UNIT}）",
    "township": "乡镇联络员（禾城街道）",
    "reader": "上级查阅",
    "system_admin": "系统管理员",
    "security_admin": "安全管理员",
    "auditor": "审计员",
}
ON_THE_PHONE = (
    "/desk/",
    "/desk/plans/*/",
    "/desk/plans/*/tasks/*/",
    "/desk/plans/*/units/*/",
    "/r/*/",
    "/r/*/plans/*/",
)


@pytest.fixture(scope="module")
def judged():
    """Of what parts the pages of each kind were that were looked at: 69 units are looked at once, whoever opens them."""
    return {}


@pytest.fixture(scope="module")
def uploaded():
    """The addresses of the plans that stand in the middle of their way."""
    return []


@pytest.fixture
def draft(visit, uploaded):
    """A second plan in the middle of its way, so that the pages of proofreading and adoption can be reached too."""
    if not uploaded:
        page = visit("纲要办", "/desk/plans/upload/")
        page.set_input_files("#file", SHORT / "02-yanxi.docx")
        page.click("text=上传并读取")
        page.wait_for_url("**/proofread/")
        uploaded.append(page.url)
    return uploaded[0]


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES.keys())
def test_every_page_of_a_role(visit, axe, draft, judged, role):
    page = visit(role, "/desk/")
    dead, kinds, new = [], set(), []
    for url, answer in crawl(page.context, page.url, of_a_kind=6 if role == "纲要办" else 2):
        if not answer.ok:
            dead.append((url, answer.status))
        elif answer.headers["content-type"].startswith("text/html"):
            kinds.add(kind := kind_of(answer.url))
            parts = parts_of(answer.text())
            if parts - judged.setdefault(kind, set()):
                judged[kind] |= parts
                new.append((kind, answer.url))
    assert dead == []
    assert len(kinds) > 10
    assert (kind_of(draft) in kinds) == (role == "纲要办")  # a draft is for the office alone
    for kind, url in new:
        page.goto(url)
        judge(page, axe, phone=kind in ON_THE_PHONE)
