from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "kepu.accountability"

    def ready(self) -> None:
        from kepu.accountability.hooks.handover import open_reports  # noqa: PLC0415 — models exist only now
        from kepu.accountability.hooks.sheets import KIND, NAME  # noqa: PLC0415
        from kepu.files import sheets  # noqa: PLC0415
        from kepu.people import handover  # noqa: PLC0415

        handover.register(open_reports)
        sheets.register(NAME, KIND)
