"""Units: bodies that can be held responsible, the names they are printed under, how they change, who answers."""

from django.db import models
from django.db.models import Q

from kepu.people.models.regions import Region


class Unit(models.Model):
    """A body that can be held responsible. Its first name is what its seal says; others are aliases."""

    class Kind(models.TextChoices):
        PARTY = "party", "党委部门"
        GOVERNMENT = "government", "政府部门"
        MASS = "mass", "群团组织"
        TOWNSHIP = "township", "乡镇（街道）"
        COMMUNITY = "community", "村（社区）"
        SCHOOL = "school", "学校"
        HEALTH = "health", "医疗卫生机构"
        MEDIA = "media", "媒体"
        INSTITUTION = "institution", "事业单位"
        ENTERPRISE = "enterprise", "企业"
        ASSOCIATION = "association", "学会、协会等社会组织"

    class Affiliation(models.TextChoices):
        LOCAL = "local", "县属"
        VERTICAL = "vertical", "垂管"
        RESIDENT = "resident", "驻县"
        DETACHED = "detached", "上级派出"

    region = models.ForeignKey(Region, models.PROTECT, related_name="units", verbose_name="所属区域")
    name = models.CharField("名称", max_length=80)
    kind = models.CharField("类别", max_length=12, choices=Kind)
    affiliation = models.CharField("隶属", max_length=12, choices=Affiliation, default=Affiliation.LOCAL)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField("官方排序", default=1000)
    since = models.DateField("设立日期", null=True, blank=True)
    until = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["region", "name"], name="one_unit_per_name_in_a_region")]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """A name as printed in some document; it points to a unit and is never "corrected" in the quote."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases")
    name = models.CharField("名称变体", max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="one_alias_per_unit_and_name")]

    def __str__(self) -> str:
        return self.name


class UnitSuccession(models.Model):
    """A dated reform: what happened to a unit, under which paper, and who takes over its open work."""

    class Change(models.TextChoices):
        RENAMED = "renamed", "更名"
        MERGED = "merged", "并入"
        ABOLISHED = "abolished", "撤销"
        MOVED = "moved", "职能划转"

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successions", verbose_name="原单位")
    new = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="predecessions", verbose_name="承接单位")
    change = models.CharField("变动", max_length=12, choices=Change)
    on = models.DateField("生效日期")
    paper = models.CharField("文号", max_length=80)
    remark = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(new__isnull=False) | Q(change="abolished"), name="successor_unless_abolished"
            ),
            models.CheckConstraint(
                condition=Q(new__isnull=True) | ~Q(new=models.F("old")), name="successor_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} {self.get_change_display()}"


class Membership(models.Model):
    """One line of the list of people: a unit's leader in charge and liaison, from a day to a day."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="memberships", verbose_name="单位")
    group_post = models.CharField("领导小组职务", max_length=40, blank=True)
    leader = models.CharField("分管领导", max_length=40, blank=True)
    leader_post = models.CharField("领导职务", max_length=60, blank=True)
    office = models.CharField("责任科室", max_length=60, blank=True)
    liaison = models.CharField("联络员", max_length=40, blank=True)
    phone = models.CharField("联络员电话", max_length=30, blank=True)
    stand_in = models.CharField("备岗人员", max_length=40, blank=True)
    since = models.DateField("起始日期")
    until = models.DateField("截止日期", null=True, blank=True)

    class Meta:
        ordering = ["unit__order", "unit_id", "-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="member_ends_late"
            ),
            models.UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="one_current_line_per_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.liaison}"
