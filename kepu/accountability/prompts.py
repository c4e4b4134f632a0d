"""What a cycle asks to be written about when the office says nothing else: few headings, the required ones fewer.

A cycle begins with those of the last one of its kind, so that an office says once how it asks.
"""

from dataclasses import dataclass

from kepu.accountability.models import Cycle, Prompt

_F, _K = Prompt.Form, Prompt.Kind


@dataclass(frozen=True)
class Asking:
    """One heading as an office fills it in; `key` names the heading that it changes, empty for a new one."""

    form: str
    kind: str
    title: str
    hint: str = ""
    required: bool = True
    limit: int = 500
    key: str = ""


SHIPPED = (
    Asking(_F.TASK, _K.EFFECT, "工作进展和成效", "本年度做了什么、做到什么程度，写具体，不用抄数字。", limit=400),
    Asking(_F.TASK, _K.PROBLEM, "存在问题", "没有完成或者进度慢的，写明原因。", required=False, limit=200),
    Asking(_F.PAGE, _K.PRACTICE, "主要做法", "配合完成上面勾选的任务，本单位做了什么。", limit=500),
    Asking(_F.PAGE, _K.CASE, "典型案例", "值得在通报中介绍的一件事：时间、地点、做法、效果。", required=False, limit=400),
    Asking(_F.PAGE, _K.PROBLEM, "存在问题", "没有可不填。", required=False, limit=300),
    Asking(_F.PAGE, _K.NEXT, "下一步打算", "明年准备做的一两件事。", required=False, limit=300),
    Asking(_F.TOWN, _K.PRACTICE, "主要做法和成效", "本乡镇（街道）全年组织开展的科普工作。", limit=600),
    Asking(_F.TOWN, _K.CASE, "典型案例", "一个村（社区）、一件事，写清时间、地点、做法、效果。", required=False, limit=400),
    Asking(_F.TOWN, _K.PROBLEM, "存在问题", "没有可不填。", required=False, limit=300),
    Asking(_F.TOWN, _K.NEXT, "下一步打算", "明年准备做的一两件事。", required=False, limit=300),
)  # fmt: skip


def first_prompts(cycle: Cycle) -> list[Asking]:
    """Return the headings of the last cycle of the kind under the plan, or under any plan of the region; else the shipped."""
    others = Cycle.objects.filter(kind=cycle.kind, plan__region=cycle.plan.region).exclude(pk=cycle.pk)
    last = others.filter(prompts__isnull=False).order_by("-year", "-pk").first()
    if last is None:
        return list(SHIPPED)
    return [Asking(p.form, p.kind, p.title, p.hint, p.required, p.limit) for p in last.prompts.all()]
