"""What stands above and below the text: red head, number, title, addressees; annexes, signature, date, imprint."""

from docx.shared import Pt

from kepu.methods.papers import geometry
from kepu.methods.papers.word import tables
from kepu.methods.papers.word.elements import borders, element
from kepu.methods.papers.word.styles import FLUSH, TITLE
from kepu.methods.papers.word.writer import Writer


def write_head(writer: Writer) -> None:
    """Write stage with its strip, mark, number, title and addressees; what is empty is left out."""
    head = writer.paper.head
    with writer.only_where(head.stage) as there:
        if there:
            writer.line(head.stage, "稿次")
            tables.write_strip(writer, head.strip)
    with writer.only_where(head.mark) as there:
        if there:
            writer.line(head.mark, "发文机关标志").paragraph_format.space_after = Pt(geometry.LINE)
    with writer.only_where(head.number) as there:
        if there:
            _number(writer, head.number)
    if head.title:
        title = writer.line(head.title, TITLE)
        title.paragraph_format.space_before = Pt(geometry.LINE * (2 if head.number else 0))
        title.paragraph_format.space_after = Pt(geometry.LINE)
    with writer.only_where(head.addressees) as there:
        if there:
            writer.line(f"{head.addressees}：", FLUSH)


def _number(writer: Writer, number: str) -> None:
    line = writer.line(number, "发文字号")
    if writer.paper.head.mark:
        red = borders("pBdr", bottom=("single", 12))
        red[0].attrib[red[0].keys()[-1]] = "C00000"
        line._p.get_or_add_pPr().insert_element_before(
            red, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
        )


def write_foot(writer: Writer) -> None:
    """Write annexes, signature, date, publicity and imprint; what is empty is left out."""
    foot = writer.paper.foot
    _attachments(writer)
    for text in (foot.signature, foot.date):
        with writer.only_where(text) as there:
            if there:
                line = writer.line(text, "公文署名")
                line.paragraph_format.right_indent = Pt(geometry.BODY * (4 if text == foot.date else 2))
                line.paragraph_format.space_before = Pt(geometry.LINE * (2 if text == foot.signature else 0))
    for text in (foot.note, foot.publicity):
        with writer.only_where(text) as there:
            if there:
                line = writer.line(f"（{text}）", "公文附件说明")
                line.paragraph_format.left_indent = Pt(geometry.BODY * 2)
    with writer.only_where(foot.copies, foot.printed_by) as there:
        if there:
            _imprint(writer)


def _attachments(writer: Writer) -> None:
    names = writer.paper.foot.attachments
    if isinstance(names, str):
        writer.control(f"for 件 in {names}")
        begin = "{% if loop.first %}附件：{% else %}　　　{% endif %}"
        _attachment(writer, f"{begin}{{% if {names}|length > 1 %}}{{{{loop.index}}}}. {{% endif %}}{{{{件}}}}")
        writer.control("endfor")
        return
    for number, name in enumerate(names, start=1):
        begin = "附件：" if number == 1 else "　　　"
        _attachment(writer, f"{begin}{f'{number}. ' if len(names) > 1 else ''}{name}")


def _attachment(writer: Writer, text: str) -> None:
    shape = writer.line(text, "公文附件说明").paragraph_format
    shape.left_indent, shape.first_line_indent = Pt(geometry.BODY * 5), Pt(geometry.BODY * -3)


def _imprint(writer: Writer) -> None:
    """The 版记 between two lines: copies, then who printed and when."""
    foot = writer.paper.foot
    page = geometry.page_of(writer.paper.landscape)
    widths = [page.type_width * 0.66, page.type_width * 0.34]
    grid = tables.grid_of(writer, widths, {"top": ("single", 8), "insideH": ("single", 4), "bottom": ("single", 8)}, 2)
    top = grid.rows[0].cells[0].merge(grid.rows[0].cells[1])
    texts = ((top, f"抄送：{foot.copies}"), (grid.rows[1].cells[0], foot.printed_by))
    for cell, text in (*texts, (grid.rows[1].cells[1], f"{foot.printed_on}印发")):
        cell.paragraphs[0].text, cell.paragraphs[0].style = text, "公文版记"
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(element("cantSplit"))
    at_the_foot = element("tblpPr", vertAnchor="margin", horzAnchor="margin", tblpXSpec="center", tblpYSpec="bottom")
    grid._tbl.tblPr.append(at_the_foot)
    tables.in_order(grid._tbl.tblPr)
    writer.hairline()
