"""Who answers for a line, as a table in its form: a row a unit with its role, some empty rows to add units."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kepu.people.models import Unit
from kepu.people.queries import standing
from kepu.people.requests import whole_number
from kepu.plans.models import AnnualDuty, AnnualPlan, DutyRole

EMPTY_ROWS = 3
TOWNS, OUT = "towns", "out"
TOWNS_LABEL = "各乡镇（街道）"


@dataclass(frozen=True)
class DutyRow:
    """One row: the name of its field, what it is called, its role, and the units that it stands for."""

    name: str
    label: str
    role: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class EmptyRow:
    """One row in which a unit can be added, with what was chosen in it."""

    number: int
    unit: str = ""
    role: str = DutyRole.SUPPORT.value


class DutyTable:
    """The units of a line with their roles, and what a person sent of them.

    `roles` is what the table says: unit → role. All townships in one role stand in one row. Rows that were sent as taken
    out stay in the table, so that a form that is refused still says so. `errors` say in Chinese what is wrong with the
    rows that were sent.
    """

    def __init__(
        self, annual: AnnualPlan, held: Iterable[AnnualDuty], on: date, data: Mapping[str, str] | None = None
    ) -> None:
        inside = Unit.objects.filter(standing(on), region__code__startswith=annual.plan.region.prefix)
        self.choices = list(inside)
        self.towns = [unit for unit in self.choices if unit.kind == Unit.Kind.TOWNSHIP]
        self.errors: list[str] = []
        self.taken: list[DutyRow] = []
        self.roles = {duty.unit: str(duty.role) for duty in held}
        self.empty = [EmptyRow(n) for n in range(1, EMPTY_ROWS + 1)]
        if data is not None:
            self._read(data)

    @property
    def rows(self) -> list[DutyRow]:
        """The rows of those who answer, strongest role first; the townships together where they have one role."""
        together = set(self.towns) if self._one_role_for_all_towns() else set[Unit]()
        rows = [DutyRow(f"role-{u.pk}", u.name, role, (u,)) for u, role in self.roles.items() if u not in together]
        if together:
            label = f"{TOWNS_LABEL}（{len(self.towns)}个）"
            rows.append(DutyRow(f"role-{TOWNS}", label, self.roles[self.towns[0]], tuple(self.towns)))
        rows += [row for row in self.taken if not any(unit in self.roles for unit in row.units)]
        order = list(DutyRole.values)
        return sorted(rows, key=lambda row: order.index(row.role) if row.role in order else len(order))

    def _one_role_for_all_towns(self) -> bool:
        return len(self.towns) > 1 and len({self.roles.get(town) for town in self.towns} - {None}) == 1 and all(
            town in self.roles for town in self.towns
        )  # fmt: skip

    def _read(self, data: Mapping[str, str]) -> None:
        for row in self.rows:
            role = data.get(row.name, row.role)
            self._put(row.units, role)
            if role == OUT:
                self.taken.append(replace(row, role=OUT))
        self.empty = [
            EmptyRow(row.number, data.get(f"new-unit-{row.number}", ""), data.get(f"new-role-{row.number}", ""))
            for row in self.empty
        ]
        for added in self.empty:
            if added.unit:
                self._add(added)

    def _add(self, row: EmptyRow) -> None:
        units = self._chosen(row.unit)
        if not units:
            self.errors.append("新增的单位请从名单中选择。")
        else:
            self._put(units, row.role)

    def _chosen(self, text: str) -> tuple[Unit, ...]:
        if text == TOWNS:
            return tuple(self.towns)
        return tuple(unit for unit in self.choices if unit.pk == whole_number(text))

    def _put(self, units: Iterable[Unit], role: str) -> None:
        """Set the role of units, or take them out. A role that is none is an error, and changes nothing."""
        for unit in units:
            if role == OUT:
                self.roles.pop(unit, None)
            elif role in DutyRole.values:
                self.roles[unit] = role
            else:
                self.errors.append(f"请给“{unit.name}”选择角色：牵头、配合或按职责分工。")
                return

    @property
    def words(self) -> str:
        """What the table says in one line: 牵头：县科协；配合：县教育局、团县委."""
        parts = []
        for role in DutyRole:
            if names := [row.label for row in self.rows if row.role == role]:
                parts.append(f"{role.label}：{'、'.join(names)}")
        return "；".join(parts) or "（空）"
