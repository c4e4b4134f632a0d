"""The API of `plans`: plans and what their versions hold, the breakdown, the year's work, the state of letters.

Every object comes from the same ``get_…_for`` functions and queries as on the pages.
"""

from ninja import Router

from kepu.plans.api import letters, parted, plans, years

router = Router()
for _part in (plans, parted, years, letters):
    router.add_router("", _part.router)

__all__ = ["router"]
