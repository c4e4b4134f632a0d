from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "kepu.ledger"

    def ready(self) -> None:
        from kepu.audit import lasting  # noqa: PLC0415 — models exist only now
        from kepu.ledger import resolving, sources  # noqa: PLC0415
        from kepu.ledger.verbs import drop_evidence_again  # noqa: PLC0415

        sources.register("ledger.record", resolving.describe_records)
        sources.register("ledger.import", resolving.describe_imports)
        sources.register("ledger.year", resolving.describe_years)
        sources.register("ledger.reading", resolving.describe_readings)
        lasting.register("ledger.drop_evidence", drop_evidence_again)
