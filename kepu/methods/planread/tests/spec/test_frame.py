"""What the document says of itself, and its phases."""

import pytest

from kepu.methods.planread import read_text

TITLE = "云帆县全民科学素质行动规划纲要实施方案（2021—2025年）"
REST = "为落实部署，制定本方案。\n一、工作目标\n各乡镇稳步提高。\n"
NOTICE = f"各乡镇人民政府：\n现将《{TITLE}》印发给你们，请认真贯彻执行。\n"
COVERS = {
    "title alone": (f"{TITLE}\n", None, None, None),
    "title on two lines": ("云帆县全民科学素质行动规划纲要实施方案\n（2021—2025年）\n", None, None, None),
    "notice": (f"云帆县人民政府关于印发{TITLE}的通知\n{NOTICE}云帆县人民政府\n2022年3月8日\n{TITLE}\n",
               "云帆县人民政府", None, "2022-03-08"),
    "red head": (f"云帆县人民政府办公室\n云府办发〔2022〕6号\n关于印发{TITLE}的通知\n{NOTICE}云帆县人民政府办公室\n"
                 f"二〇二二年三月八日\n{TITLE}\n", "云帆县人民政府办公室", "云府办发〔2022〕6号", "2022-03-08"),
    "page of a web site": (f"云帆县人民政府关于印发{TITLE}的通知\n索引号：11\n发文单位：云帆县人民政府\n发文字号：云政发〔2022〕6号\n"
                           f"成文日期：2022-03-08\n{NOTICE}", "云帆县人民政府", "云政发〔2022〕6号", "2022-03-08"),
}  # fmt: skip


@pytest.mark.parametrize("cover", COVERS)
def test_cover(cover: str) -> None:
    head, issuer, number, date = COVERS[cover]
    frame = read_text(head + REST).frame
    assert (frame.title, frame.issuer, frame.number, frame.date) == (TITLE, issuer, number, date)
    assert (frame.region.name, frame.region.level, frame.period) == ("云帆县", "county", (2021, 2025))


def test_number_of_a_cited_paper_is_not_the_plans() -> None:
    cited = "根据《国务院关于印发纲要的通知》（国发〔2021〕9号）精神，制定本方案。\n一、目标\n提高。\n"
    assert read_text(f"{TITLE}\n{cited}").frame.number is None


REGIONS = [
    ("重庆市云帆区提升全民科学素质行动方案", "各乡镇要落实。", "云帆区", "county"),
    ("云帆市全民科学素质行动实施方案", "各县（市、区）人民政府要落实。", "云帆市", "prefecture"),
    ("云帆市全民科学素质行动实施方案", "各镇（街道）、各乡镇要落实。", "云帆市", "county"),
    ("安和省云帆市全民科学素质行动实施方案", "各区、市人民政府要落实。", "云帆市", "prefecture"),
    ("安和省全民科学素质行动实施方案", "各市要落实。", "安和省", "province"),
    ("云帆土家族苗族自治县全民科学素质行动实施方案", "各乡镇要落实。", "云帆土家族苗族自治县", "county"),
    ("云帆彝族自治州全民科学素质行动实施方案", "各县市要落实。", "云帆彝族自治州", "prefecture"),
]


@pytest.mark.parametrize(("title", "sentence", "name", "level"), REGIONS)
def test_region(title: str, sentence: str, name: str, level: str) -> None:
    region = read_text(f"{title}\n一、目标\n{sentence}\n").frame.region
    assert (region.name, region.level) == (name, level)


PERIODS = [
    ("云帆县科普方案（2026-2030年）", "", (2026, 2030)),
    ("云帆县科普方案(2023—2025年)", "", (2023, 2025)),
    ("云帆县科普方案", "为做好“十五五”时期科普工作，制定本方案。", (2026, 2030)),
    ("云帆县“十四五”科普方案", "", (2021, 2025)),
    ("云帆县科普方案", "到2025年稳步提高。", (2021, 2025)),
    ("云帆县2023年科普工作计划", "", (2023, 2023)),
]


@pytest.mark.parametrize(("title", "sentence", "period"), PERIODS)
def test_period(title: str, sentence: str, period: tuple[int, int]) -> None:
    assert read_text(f"{title}\n{sentence}\n一、目标\n提高。{sentence}\n").frame.period == period


STEPS = [
    "（一）启动实施（2021—2022年）。动员。\n（二）深入实施（2023—2024年）。推进。\n（三）总结评估（2025年）。评估。\n",
    "1.启动实施。2021—2022年，动员。\n2.深入实施。2023—2024年，推进。\n3.总结评估。2025年，评估。\n",
    "——2021年10月至2022年底，启动实施。动员。\n——2023年1月—2024年12月，深入实施。推进。\n——2025年，总结评估。评估。\n",
    "第一阶段：启动实施（2021年1月—2022年12月）。动员。\n第二阶段：深入实施（2023—2024年）。推进。\n第三阶段：总结评估（2025年）。评估。\n",
    "分三步走：2021—2022年启动实施，2023—2024年深入实施，2025年总结评估。\n",
]


@pytest.mark.parametrize("steps", STEPS)
def test_phases(steps: str) -> None:
    phases = read_text(f"{TITLE}\n一、目标\n提高。\n二、进度安排\n{steps}三、保障措施\n加强领导。\n").phases
    assert [(p.name, p.first, p.last) for p in phases] == [
        ("启动实施", 2021, 2022), ("深入实施", 2023, 2024), ("总结评估", 2025, 2025)
    ]  # fmt: skip


def test_phases_that_count_themselves_outside_a_section_of_phases() -> None:
    steps = "落实步骤。" + STEPS[3]
    phases = read_text(f"{TITLE}\n一、目标\n提高。\n三、保障措施\n加强领导。\n{steps}").phases
    assert [(p.name, p.first, p.last) for p in phases] == [
        ("启动实施", 2021, 2022), ("深入实施", 2023, 2024), ("总结评估", 2025, 2025)
    ]  # fmt: skip


def test_labels_and_values_in_the_table_of_a_web_page() -> None:
    head = "索引号：\t11/2022\t主题分类：\t科技\n发布机构：\t云帆县人民政府\t成文日期：\t2022年3月8日\n"
    head += "发文字号：\t云府办发〔2022〕6号\t有 效 性：\t有效\n"
    frame = read_text(f"{head}{TITLE}\n{REST}").frame
    assert (frame.title, frame.issuer, frame.number) == (TITLE, "云帆县人民政府", "云府办发〔2022〕6号")


def test_issuer_in_a_headline_that_breaks_before_the_title() -> None:
    frame = read_text(f"云帆旗人民政府办公室关于印发\n《{TITLE}》的通知\n{NOTICE}2022年3月8日\n{TITLE}\n{REST}").frame
    assert (frame.issuer, frame.date) == ("云帆旗人民政府办公室", "2022-03-08")
