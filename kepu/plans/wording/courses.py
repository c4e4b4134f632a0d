"""How the course of a target reads: its chart with the words beside it."""

from datetime import date

from kepu.plans.queries.progress import Course
from kepu.plans.wording.values import number_words
from kepu.ui.charts import Chart, Series
from kepu.ui.templatetags.ui import day


def course_chart(course: Course, today: date) -> Chart:
    """Return the chart of a course: done, expected pace, value and, where something is foreseen, its 80 % interval."""
    months, unit = course.months, course.target.unit
    series = [Series("累计完成", [month.done for month in months])]
    if course.asked is not None:
        series += [
            Series("按进度应完成", [month.pace for month in months], tone="grey", stroke="dashed"),
            Series(_asked_word(course), [course.asked for _ in months], tone="ink", stroke="dotted"),
        ]
    if course.foreseen:
        series += [
            Series("预计", [month.likely for month in months], tone="blue", stroke="dashed"),
            Series("八成可能", [m.low for m in months], kind="band", tone="blue", high=[m.high for m in months]),
        ]
    labels = [f"{month.first.year}年{month.first.month}月" for month in months]
    name = f"{course.place}{course.target.subject}逐月累计"
    return Chart(name, unit.removesuffix("/人"), "月份", labels, series, _summary(course, today))


def _asked_word(course: Course) -> str:
    return "分解值" if course.shared else "目标值"


def _summary(course: Course, today: date) -> str:
    unit = course.target.unit.removesuffix("/人")
    told = [month for month in course.months if month.done is not None]
    done = told[-1].done if told else None
    words = f"截至{day(today)}累计{number_words(done)}{unit}" if done is not None else ""
    if course.asked is not None:
        words += f"，{_asked_word(course)}{number_words(course.asked)}{unit}"
    last = course.months[-1]
    if last.low is not None and last.high is not None:
        words += f"，到{last.first.year}年底八成可能在{number_words(last.low)}至{number_words(last.high)}{unit}之间"
    return f"{words}。按年补录的数在当年12月显示。"
