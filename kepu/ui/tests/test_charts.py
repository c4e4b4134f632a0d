"""A chart tells the same three times: to the script, in its table, in its columns for the workbook."""

import json
import re
from decimal import Decimal

from django.contrib.staticfiles import finders

from kepu.ui.charts import Chart, Series
from kepu.ui.finders import ChartScript
from kepu.ui.tests.render import render

CHART = Chart(
    "讲座</script>", "场次", "月份", ["1月", "2月"],
    [
        Series("累计", [Decimal("3.50"), None]),
        Series("八成可能", [None, Decimal(4)], kind="band", tone="blue", high=[None, Decimal(9)]),
    ],
    "到2月。",
)  # fmt: skip


def test_rows_and_columns_stand_side_by_side() -> None:
    assert [head for head, _ in CHART.columns] == ["累计", "八成可能（低）", "八成可能（高）"]
    assert CHART.rows == [("1月", [Decimal("3.50"), None, None]), ("2月", [None, Decimal(4), Decimal(9)])]


def test_the_page_holds_the_table_and_what_the_script_draws_from() -> None:
    page = render('<c-chart :chart="chart" id="c" export="/x.xlsx" />', chart=CHART)
    found = re.search(r'<script id="c" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    drawn = json.loads(found[1])
    assert drawn["labels"] == ["1月", "2月"]
    assert drawn["series"][0]["values"] == [3.5, None]
    assert drawn["series"][1]["high"] == [None, 9.0]
    assert "讲座</script>" not in page  # escaped, wherever it stands
    assert re.search(r'role="img" aria-label="讲座[^"]*单位：场次。到2月。', page)
    assert "3.5</td>" in page
    assert page.count("–</td>") == 3
    assert 'href="/x.xlsx"' in page


def test_one_script_of_the_wheel_is_served_and_nothing_else() -> None:
    path = finders.find("vendor/echarts.min.js")
    with open(path, encoding="utf-8") as script:
        assert "Apache License" in script.read(2000)
    assert [name for name, _ in ChartScript().list(None)] == ["echarts.min.js"]
    for other in ("vendor/maps/world.json", "vendor/../echarts-gl.min.js", "vizly/assets/echarts.min.js"):
        assert finders.find(other) is None
