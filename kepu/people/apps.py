from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kepu.people"

    def ready(self) -> None:
        from kepu.audit import lasting  # noqa: PLC0415 — models exist only now
        from kepu.people import one_time  # noqa: PLC0415
        from kepu.people.sign_ins import connect  # noqa: PLC0415
        from kepu.people.verbs.again import AGAIN  # noqa: PLC0415
        from kepu.people.views import links_liaison  # noqa: PLC0415

        connect()
        for verb, again in AGAIN.items():
            lasting.register(verb, again)
        one_time.register(links_liaison.KIND, links_liaison.HANDLER)
