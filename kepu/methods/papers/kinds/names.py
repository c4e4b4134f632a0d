"""The placeholders of each kind of paper: their names, what they mean, an example. The page for the office shows this."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Sort: TypeAlias = Literal["text", "list", "picture"]


@dataclass(frozen=True)
class Name:
    """A placeholder. A list has `fields` of its own, or none where its items are plain texts; `item` names one of them."""

    name: str
    meaning: str
    example: str = ""
    sort: Sort = "text"
    fields: "tuple[Name, ...]" = ()
    item: str = ""

    @property
    def written(self) -> str:
        """How it is written into a template."""
        return f"{{%tr for {self.item} in {self.name} %}}" if self.sort == "list" else f"{{{{{self.name}}}}}"


def _list(name: str, item: str, meaning: str, *fields: Name) -> Name:
    return Name(name, meaning, sort="list", fields=fields, item=item)


_CODE: Final = (
    Name("稿次", "送审稿、征求意见稿；定稿后为空", "送审稿"),
    Name("校验码", "每张文书的校验码，扫描件凭它归档；未定稿时为空", "7H3K9-PQ2XW"),
    Name("二维码", "校验码的二维码图片，放在页脚", sort="picture"),
)
_HEAD: Final = (
    Name("发文机关标志", "红头上的机关名称，可为空", "青禾县全民科学素质工作领导小组办公室"),
    Name("文号", "发文字号，年份用六角括号", "青科素办函〔2026〕3号"),
    Name("标题", "文书标题", "关于做好有关工作的提示函"),
    Name("主送单位", "主送机关，不含冒号", "县教育局"),
    Name("年度", "四位年份", "2026"),
)
_FOOT: Final = (
    _list("附件", "件", "附件名称，逐个列出；可为空"),
    Name("署名", "发文机关署名；联合行文时每个机关一行", "青禾县全民科学素质工作领导小组办公室"),
    Name("成文日期", "签发的日期", "2026年3月5日"),
    Name("公开方式", "此件公开发布、此件依申请公开；可为空", "此件依申请公开"),
    Name("抄送", "抄送机关，不含“抄送：”；可为空", "县委办、县政府办"),
    Name("印发机关", "版记中的印发机关；可为空", "青禾县科学技术协会办公室"),
    Name("印发日期", "版记中的日期", "2026年3月6日"),
)
_LETTER: Final = (
    Name("标题", "责任书标题", "青禾县2026年度全民科学素质工作目标责任书"),
    Name("年度", "四位年份", "2026"),
    Name("编号", "责任书编号", "青科素责〔2026〕1号"),
    Name("甲方", "下达方", "青禾县全民科学素质工作领导小组"),
    Name("乙方", "责任单位或乡镇", "县教育局"),
    Name("方案名称", "所依据的实施方案", "青禾县全民科学素质行动实施方案（2026—2030年）"),
    Name("方案文号", "可为空", "青政办发〔2026〕8号"),
    Name("要点名称", "所依据的年度工作要点，可为空", "青禾县2026年全民科学素质工作要点"),
    Name("要点文号", "可为空", "青科素发〔2026〕2号"),
    Name("起始日期", "责任期限", "2026年1月1日"),
    Name("结束日期", "责任期限", "2026年12月31日"),
    _list(
        "定量目标", "目标", "有数量要求的目标任务",
        Name("序号", "顺序号", "1"), Name("条款", "在方案中的位置", "三、（一）2"), Name("原文", "方案印文", "每年开展科普进校园活动不少于20场次"),
        Name("角色", "牵头、配合、责任", "牵头"), Name("目标值", "本年度应完成的数", "20"), Name("单位", "计量单位", "场次"),
        Name("口径", "怎样算", "按活动记录计，同日同校计1场次"), Name("时限", "完成时限", "12月15日"),
        Name("数据来源", "数字从哪里取得", "活动记录"), Name("佐证", "证明材料", "通知、签到表、照片"),
    ),
    _list(
        "定性任务", "任务", "没有数量要求的任务",
        Name("序号", "顺序号", "1"), Name("条款", "在方案中的位置", "三、（一）1"), Name("原文", "方案印文", "推动科学教育纳入课后服务"),
        Name("角色", "牵头、配合、责任", "配合"), Name("要求", "本年度要求", "全部义务教育学校开设科学类课后服务课程"),
        Name("时限", "完成时限", "9月30日"), Name("佐证", "证明材料", "课程安排表"),
    ),
    _list(
        "基础工作", "工作", "分管领导、联络员、经费、会议、报送等",
        Name("序号", "顺序号", "1"), Name("事项", "工作事项的名称", "明确分管领导和联络员"),
        Name("要求", "具体要求", "有变动的，5个工作日内书面告知"),
        Name("时限", "完成时限", "3月31日"),
    ),
    _list("职责", "条", "乙方职责，逐条列出"),
    _list("支持保障", "条", "甲方提供的支持，逐条列出"),
    _list("报送考核", "条", "报送和考核的约定"),
    _list("变更约定", "条", "变更的约定"),
    _list("其他约定", "条", "份数、承接等"),
    *_CODE,
)  # fmt: skip
_TASK_TABLE: Final = (
    Name("标题", "分工表标题", "青禾县2026年度全民科学素质工作任务分工表"),
    Name("年度", "四位年份", "2026"),
    Name("编制单位", "编制分工表的单位", "青禾县全民科学素质工作领导小组办公室"),
    Name("编制日期", "编制分工表的日期", "2026年3月5日"),
    Name("依据", "一句话；可为空", "根据《青禾县2026年全民科学素质工作要点》"),
    _list(
        "分组", "组", "按行动或工程分组",
        Name("名称", "组的名称", "一、青少年科学素质提升行动"),
        _list(
            "事项", "项", "组内的工作事项",
            Name("序号", "顺序号", "1"), Name("事项", "工作事项的名称", "科普进校园"), Name("要求", "本年度要求", "全年不少于20场次"),
            Name("牵头单位", "牵头的单位", "县教育局"),
            Name("配合单位", "配合的单位，多个用顿号隔开", "县科协、团县委"),
            Name("时限", "完成时限", "12月15日"), Name("依据", "方案条款或其他文件", "方案三、（一）2"),
        ),
    ),
    _list("说明", "条", "表后的说明，逐条列出；可为空"),
    *_CODE,
)  # fmt: skip
_PROMPT: Final = (
    *_HEAD,
    Name("缘由", "正文开头的一段", "根据年度工作要点，现就你单位承担的有关任务提示如下。"),
    _list(
        "事项", "项", "提示的工作事项",
        Name("序号", "顺序号", "1"), Name("事项", "工作事项的名称", "科普进校园"), Name("要求", "具体要求", "全年不少于20场次，已完成6场次"),
        Name("角色", "牵头、配合、责任", "牵头"), Name("时限", "完成时限", "12月15日"),
    ),
    _list("要求", "条", "工作要求，逐条列出"),
    Name("联系人", "可以询问的同志；可为空", "王某某"),
    Name("联系电话", "联系人的电话", "0000-0000000"),
    *_FOOT, *_CODE,
)  # fmt: skip
_WORK_POINTS: Final = (
    *_HEAD,
    _list("导语", "段", "开头的段落"),
    _list(
        "部分", "部", "要点的各个部分",
        Name("序号", "顺序号", "一"), Name("标题", "小标题", "深入实施五大提升行动"),
        _list(
            "事项", "项", "部分内的工作事项",
            Name("序号", "顺序号", "一"), Name("标题", "小标题", "科普进校园"), Name("正文", "内容", "全年开展科普进校园活动不少于20场次。"),
            Name("责任单位", "牵头和配合的单位；可为空", "牵头单位：县教育局；配合单位：县科协、团县委"),
        ),
    ),
    *_FOOT, *_CODE,
)  # fmt: skip

KINDS: Final = {
    "letter": "目标责任书", "task_table": "年度任务分工表", "prompt": "任务提示函", "work_points": "年度工作要点",
}  # fmt: skip
_NAMES: Final = {"letter": _LETTER, "task_table": _TASK_TABLE, "prompt": _PROMPT, "work_points": _WORK_POINTS}


def known_names(kind: str) -> tuple[Name, ...]:
    """Return the placeholders of a kind of paper (`KINDS`). Raises KeyError for a kind that does not exist."""
    return _NAMES[kind]
