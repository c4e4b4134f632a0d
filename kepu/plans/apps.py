from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "kepu.plans"

    def ready(self) -> None:
        from kepu.audit import lasting  # noqa: PLC0415 — models exist only now
        from kepu.files import sheets  # noqa: PLC0415
        from kepu.inbox import reminders  # noqa: PLC0415
        from kepu.ledger import doors  # noqa: PLC0415
        from kepu.people import handover, one_time, unit_doors  # noqa: PLC0415
        from kepu.plans.hooks.handover import open_cells, open_letters, open_work  # noqa: PLC0415
        from kepu.plans.hooks.record_doors import deed_door  # noqa: PLC0415
        from kepu.plans.hooks.reminders import letters_not_answered  # noqa: PLC0415
        from kepu.plans.hooks.sheets import KIND, NAME  # noqa: PLC0415
        from kepu.plans.hooks.unit_doors import unit_door, year_door  # noqa: PLC0415
        from kepu.plans.verbs import drop_secret_again, pass_cells, pass_duties, withdraw_again  # noqa: PLC0415
        from kepu.plans.views.letters import link  # noqa: PLC0415

        handover.register(open_work)
        handover.register(open_cells)
        handover.register(open_letters)
        handover.register_passing(pass_cells)
        handover.register_passing(pass_duties)
        doors.register(deed_door)
        unit_doors.register(unit_door)
        unit_doors.register(year_door)
        sheets.register(NAME, KIND)
        one_time.register(link.KIND, link.HANDLER)
        reminders.register(letters_not_answered)
        lasting.register("plans.withdraw", withdraw_again)
        lasting.register("plans.drop_secret", drop_secret_again)
