"""Excel out: the table beside a chart."""

from kepu.plans.workbooks.listings import Listing, workbook
from kepu.ui.charts import Chart


def chart_workbook(chart: Chart, note: str) -> bytes:
    """Return what a chart shows as .xlsx, the printed words of the target below."""
    heads = [(chart.heading, 14), *((f"{head}（{chart.unit}）", 18) for head, _ in chart.columns)]
    rows = ([label, *values] for label, values in chart.rows)
    return workbook([Listing(chart.heading, chart.name, heads, rows, f"原文：{note}{chart.summary}")])
