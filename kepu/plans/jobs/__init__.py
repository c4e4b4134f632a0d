"""Work done in the background, and what the scheduler takes up again after a killed worker."""

from kepu.plans.jobs.letters import make_letter_archive, requeue_letter_archives
from kepu.plans.jobs.reading import read_document, requeue_stuck_documents

__all__ = [
    "make_letter_archive",
    "read_document",
    "requeue_letter_archives",
    "requeue_stuck_documents",
]
