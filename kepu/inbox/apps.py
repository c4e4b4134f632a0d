from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "kepu.inbox"

    def ready(self) -> None:
        from kepu.inbox.handover import open_questions  # noqa: PLC0415 — models exist only now
        from kepu.people import handover  # noqa: PLC0415

        handover.register(open_questions)
