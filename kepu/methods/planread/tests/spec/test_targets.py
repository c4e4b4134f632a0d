"""Numbers that a plan promises, and numbers that it does not.

Left the sentence, right what is read: comparator, value, unit, then frequency, term, level, hedge, universe, 增.
"""

import pytest

from kepu.methods.planread import read_text

from .reading import numbers, plan

PROMISES = [
    # plain counts: at least so many
    ("新建乡村科技馆4座。", [">=4座"]),
    ("打造科普研学线路6条，培育科普品牌三个。", [">=6条", ">=3个"]),
    ("全县共建科普小院12个以上。", [">=12个"]),
    ("培养科技特派员200余名。", [">=200名"]),
    ("选派近100名科技人员下乡。", [">=100名"]),
    ("建成两所科学教育示范学校。", [">=2所"]),
    ("组织百场科学讲座。", [">=100场"]),
    ("科普信息员发展到2,500人。", [">=2500人"]),
    ("新建科普画廊10至15处。", [">=10处"]),
    # comparators
    ("注册志愿者超过800人。", [">800人"]),
    ("科普活动室覆盖率突破60%。", [">60%"]),
    ("城乡差距控制在5个百分点以内。", ["<=5百分点"]),
    ("办结时间不超过3天。", ["<=3天"]),
    ("遴选科普讲解员30名左右。", ["=30名"]),
    ("科学课开课率达100%。", [">=100%"]),
    ("科普馆面积不低于2000平方米。", [">=2000平方米"]),
    # large numbers and people without a measure word
    ("惠及群众3万人次。", [">=30000人次"]),
    ("服务覆盖12万农村居民。", [">=120000人"]),
    ("节目到达30万有线用户。", [">=300000户"]),
    ("投入科普资金120万元。", [">=1.2e+06元"]),
    # frequency
    ("每年举办科普讲座不少于20场。", [">=20场 year"]),
    ("每季度召开1次例会。", [">=1次 quarter"]),
    ("每月更新两期展板。", [">=2期 month"]),
    ("每周至少播出一档节目。", [">=1档 week"]),
    ("每学期安排科学实验课不少于6课时。", [">=6课时 每学期"]),
    ("每两年举办一届科技节。", [">=1届 每两年"]),
    ("办好两年一届的创新大赛。", [">=1届 两年"]),
    ("年均培训教师150人次。", [">=150人次 year"]),
    ("年接待观众5万人次以上。", [">=50000人次 year"]),
    ("每年确定一个宣传主题。", [">=1个 year"]),
    ("培训讲解员每年不少于40人。", [">=40人 year"]),
    # a frequency and a hedge govern only their own clause
    ("每年举办讲座10场，注册志愿者500人。", [">=10场 year", ">=500人"]),
    ("力争建成国家级基地1家，省级2家，市级5家。", [">=1家 国家级 力争", ">=2家 省级 力争", ">=5家 市级 力争"]),
    ("建设国家级、省级科普基地分别达到1家、3家。", [">=1家 国家级", ">=3家 省级"]),
    ("新增区级科普社区7个。", [">=7个 县级"]),
    # by when
    ("到2025年，建成科普小镇3个。", [">=3个 2025"]),
    ("2024年6月底前建成科普公园1处。", [">=1处 2024-06-30"]),
    ("2023年培训干部300人次，2024年达到400人次。", [">=300人次 2023", ">=400人次 2024"]),
    ("到“十四五”末，农技协达到20家。", [">=20家 2025"]),
    ("科技馆2023年建成开馆，每年接待群众5万人次。", [">=50000人次 year"]),
    ("2025年，科普基地达到6家，农技协达到9家。", [">=6家 2025", ">=9家 2025"]),
    ("科普基地2022年达到3家，此后每年增加2家，2025年达到9家。", [">=3家 2022", ">=2家 year 2025 增", ">=9家 2025"]),
    ("每年人均增加0.2元，到2025年，人均科普经费达到2元。", [">=0.2元/人 year 2025 增", ">=2元/人 2025"]),
    # of each
    ("每个乡镇至少建有1处科普广场。", [">=1处 每乡镇"]),
    ("每个村（社区）配备科普员1名以上。", [">=1名 每村（社区）"]),
    ("80%以上的村建有科普活动室。", [">=80%"]),
    # shares in words, growth
    ("科普覆盖面达到百分之九十以上。", [">=90%"]),
    ("科普活动参与人数年均增长8%。", [">=8% year 增"]),
    ("知晓率由2020年的52%提高到75%。", [">=75%"]),
    # spaces and half width
    ("新建科普驿站 8 个,培训讲师 60 人次 。", [">=8个", ">=60人次"]),
]

NO_PROMISES = [
    "实施“百馆千站”工程。",
    "推进“5543”科普服务。",
    "开展“六进”活动，办好“三下乡”。",
    "深入实施5大提升行动和四项重点工程。",
    "从三个方面发力，抓住两个关键环节。",
    "分三个阶段推进。",
    "第十二届科技节如期举办。",
    "学习贯彻党的二十大精神，增强“四个意识”。",
    "组建一支队伍，打造一批品牌，推出一系列作品。",
    "推动5G、3D打印进课堂。",
    "利用5月12日防灾减灾日开展宣传。",
    "目前已建成科普馆6座。",
    "截至2020年底，全县有科普员320名。",
    "“十三五”期间培训农民2万人次。",
    "构建15分钟科普服务圈。",
    "在全县12个乡镇（街道）推开。",
    "面向60岁以上老年人开课。",
    "落实《全民科学素质行动规划纲要》第3条要求。",
    "统一部署、进一步加强，形成一体化格局。",
    "建成科技馆新馆，成立县科普协会。",
    "开展千名专家下基层活动。",
    "全国公民具备科学素质的比例达到10.56%。",
    "完善“1+12+N”科普阵地体系。",
    "提前3个工作日报送。",
]


@pytest.mark.parametrize(("sentence", "read"), PROMISES, ids=[s for s, _ in PROMISES])
def test_number_is_promised(sentence: str, read: list[str]) -> None:
    assert numbers(sentence) == read


@pytest.mark.parametrize("sentence", NO_PROMISES)
def test_number_is_no_promise(sentence: str) -> None:
    assert numbers(sentence) == []


def test_result_of_the_past_is_no_target_but_the_aim_beside_it_is() -> None:
    sentence = "全县公民具备科学素质的比例由2020年的9.8%提高到2025年的15%，高于全省平均水平。"
    assert numbers(sentence, "aims") == [">=15% 2025"]


def test_money_by_head_in_the_yearly_budget() -> None:
    found = plan(organisation="县财政局按照人均3元的标准将科普经费列入年度财政预算。").targets
    assert [(t.value, t.unit, t.per, t.subject, t.unit_named, t.task) for t in found] == [
        (3, "元/人", "year", "科普经费", "县财政局", None)
    ]


def test_target_belongs_to_its_task_and_is_quoted_as_printed() -> None:
    found = plan(body="每年组织研学不少于 8 场次。").targets
    assert [(t.task, t.quote) for t in found] == [("T001", "每年组织研学不少于 8 场次")]


KINDS = [
    ("公民具备科学素质的比例达到15%。", "level"),
    ("农村居民具备科学素质的比例比2020年提高6个百分点。", "level"),
    ("县级人均科普经费每年增加0.2元，达到2.4元，乡镇人均科普经费达到1.5元。", "schedule schedule level"),
    ("每次测评的有效样本不少于1200份。", "floor"),
    ("干部五年内至少轮训一遍。", "coverage"),
    ("遴选科普讲师80名。", "cumulative"),
    ("社区科普设施覆盖率达到80%。", "coverage"),
    ("新建科普广场3处。", "count"),
    ("每年举办讲座10场。", "floor"),
    ("培训农民1万人次。", "cumulative"),
    ("每个村至少有1名科普员。", "coverage"),
    ("人均科普经费每年增加0.1元。", "schedule"),
    ("惠及老年人2万人。", "reach"),
    ("工作水平进入全市前三位。", "rank"),
]


@pytest.mark.parametrize(("sentence", "kind"), KINDS)
def test_kind(sentence: str, kind: str) -> None:
    assert " ".join(t.kind for t in plan(body=sentence).targets) == kind


@pytest.mark.parametrize(
    ("limit", "due"), [("2024年6月底前完成", "2024-06-30"), ("2025年底前完成", "2025"), ("长期坚持", None)]
)
def test_a_term_in_the_clause_is_the_targets_term(limit: str, due: str | None) -> None:
    body = f"1.办好书屋。建成职工书屋6个。（县总工会牵头，县科协配合，{limit}）\n"
    reading = read_text(f"云帆县科普方案（2021—2025年）\n一、重点行动\n（一）职工科学素质提升行动\n{body}")
    assert [(t.value, t.due) for t in reading.targets] == [(6, due)]
    assert [(t.lead, t.support) for t in reading.tasks] == [(("县总工会",), ("县科协",))]


def test_what_is_at_hand_and_used_is_no_past_result() -> None:
    assert numbers("利用已有设施开展科普活动不少于30场次。") == [">=30场次"]
    assert numbers("整合现有场馆，新建科普广场3处。") == [">=3处"]
    assert numbers("已有科普广场3处。") == []
    found = plan(body="新馆建筑面积1.8万平方米。聘任科学副校长50名。").targets
    assert [t.subject for t in found] == ["新馆建筑面积", "科学副校长"]


def test_a_rise_against_an_earlier_year_is_promised_the_earlier_value_is_not() -> None:
    assert numbers("到2025年，公民具备科学素质的比例比2020年的9%提高4个百分点。", "aims") == [">=4百分点 2025 增"]
    assert numbers("2020年公民具备科学素质的比例达到9%，比2015年提高4个百分点。", "aims") == []
