"""The tables people bring in and take out: one list of columns for each, the same both ways."""

from kepu.methods.sheets import Column
from kepu.people.models import Population, Region, Unit

REGION_COLUMNS = (
    Column("code", "区划代码", aliases=("代码", "统计用区划代码", "12位代码"), required=True, width=16),
    Column("name", "名称", aliases=("区划名称", "村（社区）名称"), required=True, width=24),
    Column("parent", "上级代码", width=16),
    Column("level", "层级", choices=tuple(Region.Level.labels)),
    Column("kind", "类别", choices=tuple(Region.Kind.labels)),
)
POPULATION_COLUMNS = (
    Column("region", "区划代码", aliases=("代码", "区域代码"), required=True, width=16),
    Column("year", "年份", aliases=("年度",), required=True, width=8),
    Column("basis", "口径", required=True, choices=tuple(Population.Basis.labels)),
    Column("count", "人数", aliases=("人口数", "人口"), required=True),
    Column("source", "来源", aliases=("数据来源",), required=True, width=40),
)
UNIT_COLUMNS = (
    Column("name", "单位名称", aliases=("名称", "单位"), required=True, width=28),
    Column("kind", "类别", required=True, width=18, choices=tuple(Unit.Kind.labels)),
    Column("affiliation", "隶属", aliases=("隶属关系",), choices=tuple(Unit.Affiliation.labels)),
    Column("order", "官方排序", aliases=("排序", "序号"), width=10),
    Column("parent", "上级单位", aliases=("主管单位",), width=28),
    Column("aliases", "名称变体", aliases=("别名", "简称"), width=48),
)
MEMBER_COLUMNS = (
    Column("unit", "单位名称", aliases=("单位", "成员单位"), required=True, width=28),
    Column("group_post", "领导小组职务", aliases=("小组职务",)),
    Column("leader", "分管领导", aliases=("领导姓名",)),
    Column("leader_post", "领导职务", aliases=("职务",), width=24),
    Column("office", "责任科室", aliases=("科室",), width=20),
    Column("liaison", "联络员", aliases=("联络员姓名",)),
    Column("phone", "联络员电话", aliases=("电话", "手机", "联系电话"), width=16),
    Column("stand_in", "备岗人员", aliases=("备岗", "AB岗")),
)
