"""How a verb refuses what it was given; the messages are for the person at the screen."""

from kepu.methods.sheets import Report


class BadInput(ValueError):
    """A value cannot be taken; the message says which and what to do, in Chinese."""


class WrongRows(BadInput):
    """A table has wrong rows, so none of it was written; `report` says which and why."""

    def __init__(self, report: Report) -> None:
        first = report.errors[0]
        super().__init__(f"有{len(report.errors)}行有误，整张表都没有写入。第{first.number}行：{first.text}")
        self.report = report
