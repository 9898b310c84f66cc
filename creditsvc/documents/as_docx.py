"""A page as DOCX, for an office that still has to add to it. The same page gives the same bytes."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from creditsvc.documents.domain import Page

BODY, HEAD = "仿宋", "黑体"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can name
BLANK = "＿" * 24


def docx(page: Page) -> bytes:
    """The page as DOCX."""
    import docx as word  # noqa: PLC0415 - slow to import, and only those who print need it

    made = word.Document()
    _Writer(made).page(page)
    out = BytesIO()
    made.save(out)
    return _dated(out.getvalue())


def _dated(content: bytes) -> bytes:
    """The same package with one date on all of its parts."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w") as new:
        for part in old.infolist():
            entry = ZipInfo(part.filename, FIRST_DAY)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(part))
    return out.getvalue()


class _Writer:
    """Writes blocks into one document of python-docx, which has its own types at every turn."""

    def __init__(self, document: Any) -> None:
        import docx.enum.text as enums  # noqa: PLC0415 - see above
        from docx.oxml import OxmlElement  # noqa: PLC0415 - see above
        from docx.oxml.ns import qn  # noqa: PLC0415 - see above
        from docx.shared import Mm, Pt  # noqa: PLC0415 - see above

        self.document, self.qn, self.element = document, qn, OxmlElement
        self.mm: Callable[[float], Any] = Mm
        self.pt: Callable[[float], Any] = Pt
        self.align = enums.WD_ALIGN_PARAGRAPH
        self.blocks: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "to": lambda block: self._lines(block["to"]),
            "heading": lambda block: self._lines(block["heading"], font=HEAD, indent=True),
            "text": lambda block: self._lines(block["text"], indent=True),
            "note": lambda block: self._lines(block["note"], size=12),
            "table": self._table,
            "write": self._write,
            "sign": self._sign,
            "issued": self._issued,
            "door": self._door,
        }

    def page(self, page: Page) -> None:
        """The whole page, in order."""
        self._prepare(page)
        self._lines(page.authority, size=18, align=self.align.CENTER)
        self._lines(page.title, font=HEAD, size=21, align=self.align.CENTER)
        if page.number is not None:
            self._lines(page.number, align=self.align.CENTER)
        for block in page.blocks:
            self.blocks[block["kind"]](block)

    def _prepare(self, page: Page) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = self.mm(210), self.mm(297)
        section.top_margin, section.bottom_margin = self.mm(37), self.mm(35)
        section.left_margin, section.right_margin = self.mm(28), self.mm(26)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = BODY, self.pt(16)
        normal.element.rPr.rFonts.set(self.qn("w:eastAsia"), BODY)
        normal.paragraph_format.line_spacing = self.pt(28)
        normal.paragraph_format.space_after = self.pt(0)
        about = self.document.core_properties
        about.title, about.author, about.last_modified_by = page.title, page.authority, ""
        about.comments, about.revision = "", 1
        about.created = about.modified = datetime.combine(page.day, time())
        footer = section.footer.paragraphs[0]
        footer.alignment = self.align.CENTER
        footer.add_run("— ")
        field = self.element("w:fldSimple")
        field.set(self.qn("w:instr"), "PAGE")
        footer._p.append(field)  # noqa: SLF001 - python-docx has no word for a page number
        footer.add_run(" —")

    def _lines(self, text: str, *, font: str = BODY, size: float = 16, indent: bool = False, align: Any = None) -> None:  # fmt: skip
        paragraph = self.document.add_paragraph()
        paragraph.alignment = align
        if indent:
            paragraph.paragraph_format.first_line_indent = self.pt(2 * size)
        self._run(paragraph, text, font, size)

    def _run(self, paragraph: Any, text: str, font: str = BODY, size: float = 16) -> None:
        run = paragraph.add_run(text)  # escapes what is markup; line ends become breaks
        run.font.name, run.font.size = font, self.pt(size)
        run._element.rPr.rFonts.set(self.qn("w:eastAsia"), font)  # noqa: SLF001 - see above

    def _table(self, block: Mapping[str, Any]) -> None:
        wide = max(len(row) for row in block["table"])
        table = self.document.add_table(rows=0, cols=wide, style="Table Grid")
        for row in block["table"]:
            cells = table.add_row().cells
            if len(row) < wide:
                cells[len(row) - 1].merge(cells[-1])
            for cell, text in zip(cells, row, strict=False):
                empty = "\n" * block.get("write", 0) if text == "" else ""
                self._run(cell.paragraphs[0], text + empty, size=14)
        self.document.add_paragraph()

    def _write(self, block: Mapping[str, Any]) -> None:
        if block.get("label"):
            self._lines(block["label"])
        for _ in range(block["write"]):
            self._lines(BLANK)

    def _sign(self, block: Mapping[str, Any]) -> None:
        for label in block["sign"]:
            self._lines(f"{label}：{BLANK[:10]}　　年　　月　　日")

    def _issued(self, block: Mapping[str, Any]) -> None:
        self.document.add_paragraph()
        for text in (block["authority"], block["day"], "（印章）"):
            self._lines(text, align=self.align.RIGHT)

    def _door(self, block: Mapping[str, Any]) -> None:
        import segno  # noqa: PLC0415 - see above

        self._lines("查阅本案、陈述申辩、提出异议或者申请修复：", size=12)
        self._lines(block["url"], size=12)
        if block["code"]:
            self._lines(f"查询码：{block['code']}（请妥善保管，勿告知他人）", size=12)
        drawn = BytesIO()
        segno.make(block["url"], error="m", micro=False).save(drawn, kind="png", border=1, scale=5)
        drawn.seek(0)
        self.document.add_picture(drawn, width=self.mm(30))
