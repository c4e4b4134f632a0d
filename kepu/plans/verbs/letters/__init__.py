"""目标责任书: drafted, consulted, approved, printed, signed, adjusted, filed away; what all of a year say alike."""

from kepu.plans.verbs.letters.archives import (
    ask_archive,
    drop_archives,
    fail_archive,
    make_archive,
    requeue_archives,
    start_archive,
)
from kepu.plans.verbs.letters.consulting import answer_by_link, consult_letters, give_opinion, reply_opinion
from kepu.plans.verbs.letters.drafting import adjust_letter, delete_letter, draft_letters
from kepu.plans.verbs.letters.rows import Bulk, StaleLetter
from kepu.plans.verbs.letters.settling import (
    approve_letter,
    approve_letters,
    expire_letter,
    expire_letters,
    print_letters,
    return_letter,
    sign_letter,
)
from kepu.plans.verbs.letters.terms import StaleTerms, edit_letter, edit_letter_terms

__all__ = [
    "Bulk",
    "StaleLetter",
    "StaleTerms",
    "adjust_letter",
    "answer_by_link",
    "approve_letter",
    "approve_letters",
    "ask_archive",
    "consult_letters",
    "delete_letter",
    "draft_letters",
    "drop_archives",
    "edit_letter",
    "edit_letter_terms",
    "expire_letter",
    "expire_letters",
    "fail_archive",
    "give_opinion",
    "make_archive",
    "print_letters",
    "reply_opinion",
    "requeue_archives",
    "return_letter",
    "sign_letter",
    "start_archive",
]
