"""All writes of `plans`: each checks who may, in which state; one transaction; one audit row."""

from kepu.plans.verbs.adoption import adopt, amend, discard
from kepu.plans.verbs.documents import (
    STUCK_AFTER,
    AlreadyUploaded,
    Secret,
    drop_secret,
    fail_reading,
    finish_reading,
    note_progress,
    requeue_stuck,
    reread,
    start_reading,
    upload,
)
from kepu.plans.verbs.frame import StaleFrame, edit_frame, move
from kepu.plans.verbs.items import Stale, add, edit, remove, restore
from kepu.plans.verbs.matching import match_unit
from kepu.plans.verbs.reading import AlreadyOpened, open_plan
from kepu.plans.verbs.releases import check_secrecy, draft_release, release, withdraw
from kepu.plans.verbs.tasks import Merge, merge_tasks, split_task, unmerge_tasks

__all__ = [
    "STUCK_AFTER",
    "AlreadyOpened",
    "AlreadyUploaded",
    "Merge",
    "Secret",
    "Stale",
    "StaleFrame",
    "add",
    "adopt",
    "amend",
    "check_secrecy",
    "discard",
    "draft_release",
    "drop_secret",
    "edit",
    "edit_frame",
    "fail_reading",
    "finish_reading",
    "match_unit",
    "merge_tasks",
    "move",
    "note_progress",
    "open_plan",
    "release",
    "remove",
    "requeue_stuck",
    "reread",
    "restore",
    "split_task",
    "start_reading",
    "unmerge_tasks",
    "upload",
    "withdraw",
]
