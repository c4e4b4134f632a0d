from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "kepu.people"

    def ready(self) -> None:
        from kepu.people.sign_ins import connect  # noqa: PLC0415 — models exist only now

        connect()
