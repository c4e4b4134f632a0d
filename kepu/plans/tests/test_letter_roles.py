"""The table of roles is what is enforced for letters: every rule × every role × every state, near and far."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kepu.people.access import NotAllowed, WrongState
from kepu.people.models import ADMIN_ROLES, UNIT_ROLES, Account, Holding, Region, Role, Unit
from kepu.plans import access, verbs
from kepu.plans.access import letters as rules
from kepu.plans.models import Letter, LetterOpinion
from kepu.plans.queries.letters.content import drafted, mark_of
from kepu.plans.tests import builders, letters
from kepu.plans.tests.builders import AT
from kepu.plans.wording.letters import terms_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
BY_NAME = {rule.verb.removeprefix("plans."): rule for rule in rules.RULES}
OF_YEAR = {"draft_letters", "edit_letter_terms", "archive_letters"}
AFTER = AT.replace(year=2027)
OWN = {"number": "云科责〔2026〕9号", "provides": "", "extra": ""}


def made(state: str, office: Account, unit: Unit) -> Letter:
    """A letter in a state, with a scan where a paper is out, and a year whose term is over when it is signed."""
    letter = letters.brought(letters.draft(letters.year(office), office, unit), state, office)
    if state == "printed":
        letters.scanned(letter, office)
    return access.get_letter_for(office, letter.pk)


def bulk(answer: verbs.Bulk) -> None:
    """A step with many tells what it could not do; alone that is what the verb raises."""
    for _, why in answer.left:
        raise WrongState(why)


DEEDS: dict[str, Callable[[Account, Letter], object]] = {
    "draft_letters": lambda by, one: verbs.draft_letters(annual=one.annual, by=by, at=AT),
    "edit_letter_terms": lambda by, one: verbs.edit_letter_terms(
        annual=one.annual, values=letters.terms(one.annual), revision=terms_for(one.annual).revision, by=by, at=AT),
    "archive_letters": lambda by, one: verbs.ask_archive(annual=one.annual, letters=[one], by=by, at=AT),
    "edit_letter": lambda by, one: verbs.edit_letter(letter=one, values=OWN, revision=one.revision, by=by, at=AT),
    "delete_letter": lambda by, one: verbs.delete_letter(letter=one, by=by, at=AT),
    "consult_letter": lambda by, one: bulk(verbs.consult_letters(letters=[one], until=letters.UNTIL, by=by, at=AT)),
    "give_opinion": lambda by, one: verbs.give_opinion(letter=one, agrees=True, by=by, at=AT),
    "reply_opinion": lambda by, one: verbs.reply_opinion(opinion=opinion(one), reply="已采纳", by=by, at=AT),
    "approve_letter": lambda by, one: verbs.approve_letter(letter=one, seen=mark_of(drafted(one)), by=by, at=AT),
    "return_letter": lambda by, one: verbs.return_letter(letter=one, by=by, at=AT),
    "print_letter": lambda by, one: bulk(verbs.print_letters(letters=[one], by=by, at=AT)),
    "sign_letter": lambda by, one: verbs.sign_letter(letter=one, signed_on=letters.SIGNED_ON, by=by, at=AT),
    "adjust_letter": lambda by, one: verbs.adjust_letter(letter=one, reason="调整", by=by, at=AT),
    "expire_letter": lambda by, one: verbs.expire_letter(letter=one, by=by, at=AFTER),
}  # fmt: skip


def opinion(letter: Letter) -> LetterOpinion:
    row, _ = LetterOpinion.objects.get_or_create(letter=letter, agrees=True, text="另有建议", defaults={"at": AT})
    row.letter = letter
    return row


def thing(name: str, letter: Letter) -> object:
    if name == "reply_opinion":
        return opinion(letter)
    return letter.annual if name in OF_YEAR else letter


def outcome(deed: Callable[[], object]) -> str:
    try:
        with transaction.atomic():
            deed()
            transaction.set_rollback(True)
    except NotAllowed:
        return "not allowed"
    except WrongState:
        return "wrong state"
    return "done"


def holder(role: Role, unit: Unit, region: Region) -> Account:
    """Someone who holds a role over the unit, over the region, or over the installation."""
    if role in UNIT_ROLES:
        return builders.account(f"{role}-{unit.pk}", role, of=unit)
    account = builders.account(f"{role}-{region.pk}", at=region)
    Holding.objects.filter(account=account).update(role=role, **({"region": None} if role in ADMIN_ROLES else {}))
    return account


def three_ways(name: str, by: Account, letter: Letter) -> list[str]:
    it = thing(name, letter)
    answered = getattr(access, f"can_{name}")(by, it)
    check = outcome(lambda: getattr(access, f"check_can_{name}")(by, it))
    return [check, "done" if answered else "refused", outcome(lambda: DEEDS[name](by, letter))]


def test_every_rule_has_its_deed() -> None:
    assert set(DEEDS) == set(BY_NAME)


@pytest.mark.parametrize("state", Letter.State.values)
def test_each_role_does_in_each_state_what_the_table_says(state, office, units) -> None:
    letter = made(state, office, units["县民政局"])
    people = {role: holder(role, letter.unit, builders.region()) for role in Role}
    for name, rule in BY_NAME.items():
        for role, by in people.items():
            says = "not allowed" if role not in rule.roles else "done"
            if says == "done" and rule.states is not None and state not in rule.states:
                says = "wrong state"
            if says == "done" and name == "adjust_letter" and hasattr(letter, "adjusted_by"):
                says = "wrong state"
            answer = "done" if says == "done" else "refused"
            assert three_ways(name, by, letter) == [says, answer, says], (name, role, state)


@pytest.mark.parametrize("name", BY_NAME)
def test_the_same_role_of_another_unit_or_county_may_not(name, office, units) -> None:
    rule = BY_NAME[name]
    letter = made((rule.states or ("draft",))[0], office, units["县民政局"])
    far = builders.region("990124000000", "邻县")
    others = [holder(rule.roles[0], builders.unit("邻县民政局", at=far), far)]
    if rule.roles[0] in UNIT_ROLES:
        others.append(holder(rule.roles[0], units["县科协"], builders.region()))
    for by in others:
        assert three_ways(name, by, letter) == ["not allowed", "refused", "not allowed"]


@pytest.mark.parametrize("name", BY_NAME)
def test_a_role_that_has_ended_may_not(name, office, units) -> None:
    rule = BY_NAME[name]
    letter = made((rule.states or ("draft",))[0], office, units["县民政局"])
    by = holder(rule.roles[0], letter.unit, builders.region())
    Holding.objects.filter(account=by).update(since="2020-01-01", until=timezone.localdate() - timedelta(days=1))
    assert three_ways(name, by, letter) == ["not allowed", "refused", "not allowed"]


SEEN = {
    "office": {*Letter.State.values}, "unit": {*Letter.State.values} - {"draft"}, "other unit": set(),
    "above": {*Letter.State.values} - {"draft", "consulted"}, "neighbour": set(),
}  # fmt: skip


@pytest.mark.parametrize("state", Letter.State.values)
def test_who_reads_a_letter(state, office, units) -> None:
    city = Region.objects.create(code="990100000000", name="安澜市", level="prefecture")
    far = builders.region("990124000000", "邻县")
    letter = made(state, office, units["县民政局"])
    people = {
        "office": office, "unit": builders.liaison(letter.unit), "other unit": builders.liaison(units["县科协"], "b"),
        "above": builders.account("c", Role.READER, city), "neighbour": builders.account("d", at=far),
    }  # fmt: skip
    for who, account in people.items():
        visible = Letter.objects.filter(access.visible_letters(account), pk=letter.pk).exists()
        assert visible == (state in SEEN[who]), (who, state)
