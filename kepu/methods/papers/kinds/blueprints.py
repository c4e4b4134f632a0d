"""The shipped form of each kind of paper, once for the template and the PDF: texts with placeholders."""

from dataclasses import replace
from typing import Final

from kepu.methods.papers.model import (
    Block,
    Column,
    Cover,
    Each,
    EachRow,
    Foot,
    Head,
    Heading,
    Paper,
    Paragraph,
    Party,
    Row,
    SignOff,
    Table,
    When,
)

_STEPS: Final = ("拟稿", "审核", "审签")
_HEAD: Final = Head("{{标题|分行}}", "{{发文机关标志|分行(18)}}", "{{文号}}", "{{主送单位}}", "{{稿次}}", _STEPS)
_FOOT: Final = Foot(
    "附件", "{{署名}}", "{{成文日期}}", "", "{{公开方式}}", "{{抄送}}", "{{印发机关}}", "{{印发日期}}"
)  # fmt: skip
_NONE: Final = "本年度无此项。"


def _numbered(over: str, item: str) -> Each:
    return Each(over, item, (Paragraph(f"{{{{loop.index}}}}. {{{{{item}}}}}"),))


def _table(over: str, item: str, *columns: tuple[str, float, str, str]) -> tuple[Block, ...]:
    """A table of one row an item of a list, or a sentence where the list is empty: title, width, align, cell."""
    heads = tuple(Column(title, width, align) for title, width, align, _ in columns)  # type: ignore[arg-type]
    row = Row(tuple(cell for *_, cell in columns))
    whole = When(over, (Table(heads, (EachRow(over, item, (row,)),)),))
    return whole, When(f"not {over}", (Paragraph(_NONE),))


_QUANTITATIVE: Final = _table(
    "定量目标", "目标",
    ("序号", 10.5, "center", "{{目标.序号}}"),
    ("目标任务", 39, "left", "{% if 目标.条款 %}{{目标.条款}}：{% endif %}{{目标.原文}}"),
    ("角色", 12, "center", "{{目标.角色}}"),
    ("本年度目标值", 22, "center", "{{目标.目标值}}{{目标.单位}}"),
    ("口径", 26.5, "left", "{{目标.口径}}"),
    ("时限", 21, "center", "{{目标.时限}}"),
    ("数据来源及佐证", 25, "left", "{{目标.数据来源}}{% if 目标.数据来源 and 目标.佐证 %}；{% endif %}{{目标.佐证}}"),
)  # fmt: skip
_QUALITATIVE: Final = _table(
    "定性任务", "任务",
    ("序号", 10.5, "center", "{{任务.序号}}"),
    ("任务", 34, "left", "{% if 任务.条款 %}{{任务.条款}}：{% endif %}{{任务.原文}}"),
    ("角色", 12, "center", "{{任务.角色}}"),
    ("本年度要求", 57.5, "left", "{{任务.要求}}"),
    ("时限", 21, "center", "{{任务.时限}}"),
    ("佐证", 21, "left", "{{任务.佐证}}"),
)  # fmt: skip
_GROUNDWORK: Final = _table(
    "基础工作", "工作",
    ("序号", 10.5, "center", "{{工作.序号}}"),
    ("事项", 46.5, "left", "{{工作.事项}}"),
    ("要求", 72, "left", "{{工作.要求}}"),
    ("时限", 27, "center", "{{工作.时限}}"),
)  # fmt: skip

_BASIS: Final = (
    "为落实《{{方案名称}}》{% if 方案文号 %}（{{方案文号}}）{% endif %}"
    "{% if 要点名称 %}和《{{要点名称}}》{% if 要点文号 %}（{{要点文号}}）{% endif %}{% endif %}，"
    "明确{{年度}}年度工作责任，甲乙双方签订本责任书，责任期限自{{起始日期}}至{{结束日期}}。"
)
_LETTER: Final = Paper(
    Head(stage="{{稿次}}", strip=_STEPS),
    (
        Cover(
            "{{标题|分行(13)}}", "{{编号}}",
            (("甲　　方", "{{甲方}}"), ("乙　　方", "{{乙方}}"), ("责任期限", "{{起始日期}}至{{结束日期}}")),
            "{{年度}}年度",
        ),
        Heading(0, "{{标题|分行}}"),
        Paragraph("甲方：{{甲方}}"), Paragraph("乙方：{{乙方}}"), Paragraph(_BASIS),
        Heading(1, "一、目标任务"),
        Heading(2, "（一）定量目标任务"), *_QUANTITATIVE,
        Heading(2, "（二）定性任务"), *_QUALITATIVE,
        Heading(2, "（三）基础工作"), *_GROUNDWORK,
        Heading(1, "二、乙方职责"), _numbered("职责", "条"),
        Heading(1, "三、甲方支持保障"), _numbered("支持保障", "条"),
        Heading(1, "四、报送与考核"), _numbered("报送考核", "条"),
        Heading(1, "五、变更"), _numbered("变更约定", "条"),
        Heading(1, "六、其他"), _numbered("其他约定", "条"),
        SignOff((Party("甲方（盖章）", "{{甲方}}"), Party("乙方（盖章）", "{{乙方}}"))),
    ),
    code="{{校验码}}", blueprint=True,
)  # fmt: skip

_TASK_TABLE: Final = Paper(
    Head("{{标题|分行(30)}}", stage="{{稿次}}", strip=_STEPS),
    (
        When("依据", (Paragraph("{{依据}}"),)),
        Paragraph("编制单位：{{编制单位}}　　编制日期：{{编制日期}}", indent=False),
        Table(
            (
                Column("序号", 11, "center"), Column("工作事项", 40), Column("本年度要求", 62), Column("牵头单位", 30),
                Column("配合单位", 36), Column("完成时限", 22, "center"), Column("依据", 24),
            ),
            (EachRow("分组", "组", (
                Row(("{{组.名称}}",)),
                EachRow("组.事项", "项", (Row((
                    "{{项.序号}}", "{{项.事项}}", "{{项.要求}}", "{{项.牵头单位}}", "{{项.配合单位}}", "{{项.时限}}", "{{项.依据}}",
                )),)),
            )),),
        ),
        When("说明", (Paragraph("说明：", indent=False), _numbered("说明", "条"))),
    ),
    code="{{校验码}}", landscape=True, blueprint=True,
)  # fmt: skip

_CONTACT: Final = "{% if 联系人 %}联系人：{{联系人}}{% if 联系电话 %}；联系电话：{{联系电话}}{% endif %}{% endif %}"
_PROMPT: Final = Paper(
    _HEAD,
    (
        Paragraph("{{缘由}}"),
        Heading(1, "一、有关任务"),
        *_table(
            "事项", "项",
            ("序号", 11, "center", "{{项.序号}}"), ("工作事项", 50, "left", "{{项.事项}}"), ("角色", 14, "center", "{{项.角色}}"),
            ("要求与进展", 58, "left", "{{项.要求}}"), ("时限", 24, "center", "{{项.时限}}"),
        ),
        When("要求", (Heading(1, "二、工作要求"), _numbered("要求", "条"))),
    ),
    replace(_FOOT, note=_CONTACT), "{{校验码}}", blueprint=True,
)  # fmt: skip

_WORK_POINTS: Final = Paper(
    _HEAD,
    (
        Each("导语", "段", (Paragraph("{{段}}"),)),
        Each("部分", "部", (
            Heading(1, "{{部.序号}}、{{部.标题}}"),
            Each("部.事项", "项", (
                Heading(2, "（{{项.序号}}）{{项.标题}}"),
                When("项.正文", (Paragraph("{{项.正文}}"),)),
                When("项.责任单位", (Paragraph("（{{项.责任单位}}）"),)),
            )),
        )),
    ),
    _FOOT, "{{校验码}}", blueprint=True,
)  # fmt: skip

_BLUEPRINTS: Final = {"letter": _LETTER, "task_table": _TASK_TABLE, "prompt": _PROMPT, "work_points": _WORK_POINTS}


def blueprint(kind: str) -> Paper:
    """Return the shipped form of a kind of paper. Raises KeyError for a kind that does not exist."""
    return _BLUEPRINTS[kind]
