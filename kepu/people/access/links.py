"""One-time links: the office that runs the unit's region issues, reads and revokes them."""

from django.db.models import Q, QuerySet
from django.http import Http404

from kepu.people.access.mechanism import holdings
from kepu.people.access.places import can_in_office
from kepu.people.access.rules import ISSUE_LINK
from kepu.people.models import Account, OneTimeLink, Region, Role

_UNDER_PLACEHOLDER = Q(unit__region__parent__kind=Region.Kind.PLACEHOLDER)  # 市辖区 and the like


def listed_links(by: Account) -> QuerySet[OneTimeLink]:
    """Return the links of units that the person's own secretariat runs: of its region, its townships and villages."""
    own = [h.region_id for h in holdings(by) if h.role == Role.SECRETARIAT]
    straight, above = Q(unit__region__parent__in=own), Q(unit__region__parent__parent__in=own)
    township = Q(unit__region__level=Region.Level.TOWNSHIP) & (straight | (_UNDER_PLACEHOLDER & above))
    village = Q(unit__region__level=Region.Level.VILLAGE) & above
    links = OneTimeLink.objects.filter(Q(unit__region__in=own) | township | village)
    return links.select_related("unit__region__parent__parent", "made_by")


def get_link_for(by: Account, link_id: int) -> OneTimeLink:
    """Return a link of a unit that the person's office runs. Raises Http404 otherwise."""
    links = OneTimeLink.objects.select_related("unit__region__parent__parent", "made_by")
    link = links.filter(pk=link_id).first()
    if link is None or not can_in_office(ISSUE_LINK, by, link.unit.region):
        raise Http404
    return link
