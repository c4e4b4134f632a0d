from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "kepu.inbox"

    def ready(self) -> None:
        from kepu.inbox import reminders  # noqa: PLC0415 — models exist only now
        from kepu.inbox.handover import open_questions  # noqa: PLC0415
        from kepu.inbox.verbs import erase_preference  # noqa: PLC0415
        from kepu.people import erasure, handover  # noqa: PLC0415

        handover.register(open_questions)
        erasure.register(erase_preference)
        reminders.register(reminders.units_without_liaison)
        reminders.register(reminders.links_not_used)
        reminders.register(reminders.answers_not_drafted)
