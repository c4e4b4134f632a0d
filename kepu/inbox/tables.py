"""The tables people bring in and take out: one list of columns for each, the same both ways."""

from kepu.methods.sheets import Column

HELP_LINE_COLUMNS = (
    Column("code", "区划代码", aliases=("代码",), width=16),
    Column("name", "乡镇（街道）", aliases=("名称", "乡镇", "街道"), required=True, width=20),
    Column("phone", "电话", aliases=("服务电话", "咨询电话", "联系电话"), required=True, width=18),
    Column("staffed_by", "由谁接听", aliases=("接听", "接听人", "接听单位"), required=True, width=24),
    Column("hours", "接听时间", aliases=("时间", "服务时间"), required=True, width=36),
)
