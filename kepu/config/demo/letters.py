"""The sample county's letters of one year at every step of their life. Scans are our own print, made to look scanned; all
of it is invented."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pypdfium2
from django.utils import timezone
from PIL import Image

from kepu.files.pictures import taken
from kepu.files.verbs import take_scan
from kepu.people.models import Account
from kepu.plans import verbs
from kepu.plans.models import AnnualPlan, Letter
from kepu.plans.queries.letters.archives import letter_pdf

DRAFTED = ("县气象局", "县消防救援大队", "清禾县人民医院", "县疾病预防控制中心")
OUT = ("县教育体育局", "县卫生健康局", "禾城街道", "县妇联", "县融媒体中心", "县图书馆", "县博物馆", "县科技馆")
OBJECTION = ("县卫生健康局", "乡镇卫生院人手紧，建议把健康科普讲座的频次改为每季度一次。")
SIGNED = ("县民政局", "县农业农村局", "县文化和旅游局")
ADJUSTED = "县民政局"
DAYS = 7


def load(by: Account, at: datetime, say: Callable[[str], None]) -> None:
    """Draft a letter for everyone, bring them to where letters stand in spring: some out, most approved, some signed."""
    annual = AnnualPlan.objects.select_related("plan__region", "version__document").latest("year")
    drafted = verbs.draft_letters(annual=annual, by=by, at=at)
    letters = {letter.unit.name: letter for letter in drafted}
    going = [letter for name, letter in letters.items() if name not in DRAFTED]
    until = timezone.localdate(at) + timedelta(days=DAYS)
    verbs.consult_letters(letters=going, until=until, by=by, at=at)
    _answer(letters, at)
    settled = [letter for letter in going if letter.unit.name not in OUT]
    verbs.approve_letters(letters=settled, by=by, at=at)
    verbs.print_letters(letters=settled[: len(settled) * 2 // 3], by=by, at=at)
    for name in SIGNED:
        _sign(letters[name], by, at)
    verbs.adjust_letter(letter=letters[ADJUSTED], reason="县全民科学素质工作领导小组会议调整分工（示例）", by=by, at=at)
    _unknown(annual, by, at)
    say(f"已拟{len(drafted)}份目标责任书，其中{len(settled)}份已审定、{len(SIGNED)}份已签订。")


def _answer(letters: dict[str, Letter], at: datetime) -> None:
    """The education bureau agrees by its liaison, the health bureau objects by a one-time link."""
    liaison = Account.objects.filter(holdings__unit__name="县教育体育局", holdings__role="liaison").first()
    if liaison and "县教育体育局" in letters:
        verbs.give_opinion(letter=letters["县教育体育局"], agrees=True, by=liaison, at=at)
    name, text = OBJECTION
    if name in letters:
        verbs.give_opinion(letter=letters[name], agrees=False, text=text, signer="示例填写人", by=None, at=at)


def _sign(letter: Letter, by: Account, at: datetime) -> None:
    letter = Letter.objects.select_related("annual__plan__region", "unit", "sheet").get(pk=letter.pk)
    name = f"{letter.unit.name}责任书签章页.pdf"
    take_scan(region=letter.annual.plan.region, picture=taken(_scanned(letter)), name=name, by=by, at=at)
    verbs.sign_letter(letter=letter, signed_on=timezone.localdate(at), by=by, at=at)


def _scanned(letter: Letter) -> bytes:
    """Return the last page of a letter as a scanner would give it: grey paper, not quite straight."""
    document = pypdfium2.PdfDocument(letter_pdf(letter))
    page = document[len(document) - 1].render(scale=150 / 72).to_pil().convert("L")
    sheet = page.point(lambda value: value * 235 // 255).rotate(0.6, fillcolor=225)
    out = io.BytesIO()
    sheet.save(out, "PDF", resolution=150)
    return out.getvalue()


def _unknown(annual: AnnualPlan, by: Account, at: datetime) -> None:
    """A photograph on which no code can be read, to be named by hand."""
    out = io.BytesIO()
    Image.new("L", (900, 1200), 205).save(out, "JPEG")
    take_scan(region=annual.plan.region, picture=taken(out.getvalue()), name="IMG_0412.jpg", by=by, at=at)
