"""What of `people` is taken away once more after an older backup was restored; by the verb in the audit."""

from kepu.audit.lasting import Again
from kepu.people.access import rules
from kepu.people.verbs.accounts import close_again, disable_again, enable_again
from kepu.people.verbs.holdings import end_role_again
from kepu.people.verbs.links import LOCK, revoke_again
from kepu.people.verbs.tokens import REVOKE, revoke_token_again

AGAIN: dict[str, Again] = {
    rules.CLOSE.verb: close_again,
    rules.DISABLE.verb: disable_again,
    rules.ENABLE.verb: enable_again,
    rules.END_ROLE.verb: end_role_again,
    rules.REVOKE_LINK.verb: revoke_again,
    LOCK: revoke_again,
    REVOKE: revoke_token_again,
}
