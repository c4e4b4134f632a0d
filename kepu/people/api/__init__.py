"""The API of `people`: who asks, the regions and units that the person may see. No names or telephones of persons."""

from kepu.people.api.routes import router
from kepu.people.api.shapes import RegionCode, RegionRef, UnitRef, region_ref, unit_ref

__all__ = ["RegionCode", "RegionRef", "UnitRef", "region_ref", "router", "unit_ref"]
