"""The one error of extraction: a document that is not accepted, and why."""

_MESSAGES = {
    "empty": "这个文件是空的，里面没有内容。请检查后重新选择文件。",
    "too_large": "文件超过 20 MB。请删去图片或另存为较小的文件后再上传。",
    "encrypted": "文件设有密码，无法读取。请取消密码后另存，再上传。",
    "scanned": "这是扫描件（只有图片，没有文字），无法读取。请上传可复制文字的版本或先做文字识别。",
    "garbled": "这个 PDF 里的文字编码已损坏，复制出来是乱码。请上传 Word 版本，或重新导出 PDF。",
    "no_text": "文件里没有读到文字。请确认选对了文件；如果正文是图片，请先做文字识别。",
    "broken": "文件已损坏或不完整，无法读取。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
    "bomb": "文件解压后的体积异常，为保证安全不予读取。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
    "excel": "这是电子表格，不是方案文件。请上传 Word、PDF、网页或文本格式的方案。",
    "slides": "这是演示文稿，不是方案文件。请上传 Word、PDF、网页或文本格式的方案。",
    "ofd": "暂不能读取 OFD 版式文件。请上传 Word 版本，或用 OFD 阅读器导出为 PDF 后上传。",
    "odf": "暂不能读取 ODF/UOF 格式。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
    "rtf": "暂不能读取 RTF 格式（有的 .doc 文件实际是 RTF）。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
    "old_word": "这是很早版本的 Word 文件，无法读取。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
    "word_xml": "暂不能读取 Word 的 XML 格式。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
    "wps": "无法读取这个 WPS 专用格式的文件。请用 WPS 打开后另存为 .docx，再上传。",
    "image": "这是图片。请上传可复制文字的版本或先做文字识别。",
    "archive": "这是压缩包。请解压后上传其中的方案文件。",
    "unknown": "不认识这种文件。请上传 Word（.docx、.doc）、可复制文字的 PDF、网页或文本格式的方案。",
    "too_slow": "读取用时过长，已停止。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
    "too_complex": "文件过于复杂，读取所需内存超出限制，已停止。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
    "fault": "读取程序自身出错，没有读完，不一定是文件的问题。请再试一次；仍不行，请把文件交给系统管理员查看。",
    "crashed": "读取这个文件时出错，已停止。请用 Word 或 WPS 打开后另存为 .docx，再上传。",
}


class Refused(Exception):
    """A document that cannot be read; ``code`` for programs, ``message`` (Chinese) for the person who sent it."""

    def __init__(self, code: str, message: str | None = None) -> None:
        self.code = code
        self.message = message or _MESSAGES[code]
        super().__init__(code, self.message)

    def __str__(self) -> str:
        return self.message
