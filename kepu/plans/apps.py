from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "kepu.plans"

    def ready(self) -> None:
        from kepu.files import sheets  # noqa: PLC0415 — models exist only now
        from kepu.inbox import reminders  # noqa: PLC0415
        from kepu.people import handover, one_time, unit_doors  # noqa: PLC0415
        from kepu.plans import letter_reminders, letter_sheets  # noqa: PLC0415
        from kepu.plans.handover import open_work  # noqa: PLC0415
        from kepu.plans.queries.letters.unit import open_letters  # noqa: PLC0415
        from kepu.plans.unit_door import unit_door, year_door  # noqa: PLC0415
        from kepu.plans.views.letters import link  # noqa: PLC0415

        handover.register(open_work)
        handover.register(open_letters)
        unit_doors.register(unit_door)
        unit_doors.register(year_door)
        sheets.register(letter_sheets.NAME, letter_sheets.KIND)
        one_time.register(link.KIND, link.HANDLER)
        reminders.register(letter_reminders.letters_not_answered)
