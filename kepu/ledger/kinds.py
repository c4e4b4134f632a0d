"""The kinds of work that a record may tell of, each with the measures it counts in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of work: its word, the measure of sessions and the measure of person-times, by code."""

    name: str
    label: str
    sessions: str
    person_times: str


def _kind(name: str, label: str) -> Kind:
    return Kind(name, label, f"{name}.sessions", f"{name}.person_times")


KINDS = {
    kind.name: kind
    for kind in (
        _kind("lecture", "科普讲座"),
        _kind("training", "实用技术培训"),
        Kind("smartphone", "老年人智能技术培训", "training.sessions", "smartphone.person_times"),
        _kind("campaign", "主题科普活动"),
        _kind("volunteer", "科技志愿服务"),
        _kind("visit", "科普进校园、进社区等"),
        _kind("tour", "流动科普巡展"),
        _kind("exhibition", "专题展览"),
        _kind("contest", "科普竞赛"),
        _kind("open_day", "科研机构、学校开放"),
    )
}
CHOICES = tuple((kind.name, kind.label) for kind in KINDS.values())
