"""Reads over the year's work: what it holds, what it asks of a unit, this year's figures."""

from kepu.plans.queries.annual.figures import Figure
from kepu.plans.queries.annual.units import (
    Quantity,
    UnitItem,
    UnitYear,
    all_unit_years,
    named_units,
    unit_year,
    unit_years,
)

__all__ = ["Figure", "Quantity", "UnitItem", "UnitYear", "all_unit_years", "named_units", "unit_year", "unit_years"]
