from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "kepu.inbox"

    def ready(self) -> None:
        from kepu.audit import lasting  # noqa: PLC0415 — models exist only now
        from kepu.inbox import reminders  # noqa: PLC0415
        from kepu.inbox.handover import open_questions  # noqa: PLC0415
        from kepu.inbox.verbs import erase_contact_again, erase_preference, take_back_again  # noqa: PLC0415
        from kepu.people import erasure, handover  # noqa: PLC0415

        handover.register(open_questions)
        erasure.register(erase_preference)
        lasting.register("inbox.erase_contact", erase_contact_again)
        lasting.register("inbox.take_back_question", take_back_again)
        reminders.register(reminders.units_without_liaison)
        reminders.register(reminders.links_not_used)
        reminders.register(reminders.answers_not_drafted)
