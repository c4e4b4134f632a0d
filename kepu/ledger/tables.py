"""The tables that come in and go out: what their columns are called."""

from kepu.ledger.kinds import KINDS
from kepu.ledger.models import Audience, Import
from kepu.methods.sheets import Column

_KINDS = tuple(kind.label for kind in KINDS.values())
_AUDIENCES = tuple(str(label) for label in Audience.labels)

RECORD_COLUMNS = (
    Column("day", "日期", ("活动日期", "时间", "活动时间"), required=True, width=12),
    Column("place", "地点", ("活动地点", "乡镇", "村（社区）"), required=True, width=22),
    Column("kind", "类型", ("活动类型", "类别"), required=True, width=18, choices=_KINDS),
    Column("what", "做了什么", ("活动名称", "内容", "活动内容", "主题"), required=True, width=40),
    Column("audience", "主要对象", ("对象", "人群"), required=True, width=16, choices=_AUDIENCES),
    Column("person_times", "人次", ("参加人次", "参与人次", "人数"), required=True, width=10),
    Column("unit", "主办单位", ("主办", "单位", "填报单位"), required=True, width=22),
    Column("partners", "协办单位", ("协办",), width=28),
    Column("state", "状态", width=10),
)
VALUE_COLUMNS = (
    Column("measure", "统计指标", ("指标", "指标名称"), required=True, width=32),
    Column("period", "时间", ("日期", "月份", "时段"), required=True, width=16),
    Column("place", "地点", ("区域", "乡镇"), required=True, width=22),
    Column("audience", "人群", ("对象", "主要对象"), width=16, choices=_AUDIENCES),
    Column("quantity", "数量", ("数值", "值"), required=True, width=12),
    Column("measured_in", "计量单位", width=10),
    Column("unit", "计入单位", ("单位", "填报单位"), width=22),
)
COLUMNS: dict[str, tuple[Column, ...]] = {Import.Kind.RECORDS: RECORD_COLUMNS, Import.Kind.VALUES: VALUE_COLUMNS}
