"""What is kept as a paper and what is refused, by name and by content, each with its mend."""

import zlib

import pytest
from files import SOUND, a_docx, a_jpeg, a_pdf, a_png, a_zip, an_object_stream, changed

from creditsvc.papers import contents, domain
from creditsvc.papers.domain import CASE_LIMIT, FILE_LIMIT, MIB, PaperRefused, PapersTooLarge

RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
LINK = '<Relationship Id="r9" Type="http://x/{}" Target="{}" TargetMode="External"/>'


def judged(name, content, declared=""):
    """The reason for which a file is refused; None: it is kept."""
    try:
        ending = domain.ending_of(domain.safe_name(name))
        domain.must_agree(declared, ending)
        domain.must_fit(len(content), 0)
        contents.must_be(ending, content)
    except PaperRefused as why:
        told = why.zh and why.en and why.field in {"file", "name", "declared_type"}
        return why.facts["reason"] if told else "untold"
    return None


def outside(kind, target):
    return changed(a_docx(), word___rels__settings__rels=b"", **{"word__x.rels": RELS.format(LINK.format(kind, target)).encode()})  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_of_each_kind_is_kept(name):
    assert judged(name, SOUND[name]) is None
    assert judged(name, SOUND[name], domain.TYPES[name.rpartition(".")[2].lower()]) is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("意见.exe", "type-not-kept"),
        ("意见.docm", "type-not-kept"),
        ("意见.svg", "type-not-kept"),
        ("意见", "type-not-kept"),
        (".pdf", "type-not-kept"),
        ("..pdf", "type-not-kept"),
        ("", "type-not-kept"),
        ("意见.exe.pdf", "two-endings"),
        ("意见.PDF.pdf", "two-endings"),
        ("意见.html .pdf", "two-endings"),
        ("意见\u202efdp.txt", "hidden-signs"),
        ("意见\u200b.pdf", "hidden-signs"),
        ("意\n见.pdf", "hidden-signs"),
        ("意\x00见.pdf", "hidden-signs"),
        ("a|b.pdf", "forbidden-signs"),
        ('a"b.pdf', "forbidden-signs"),
        ("长" * 117 + ".pdf", "long-name"),
    ],
)
def test_a_name_that_misleads_is_refused(name, reason):
    assert judged(name, a_pdf()) == reason


def test_a_path_before_the_name_is_dropped():
    assert domain.safe_name("../../etc/意见.pdf") == "意见.pdf"
    assert domain.safe_name("C:\\虚构\\意见.pdf") == "意见.pdf"


def test_a_number_with_dots_is_no_ending():
    assert judged("虚应急罚2026.11.20号 v1.2.pdf", a_pdf()) is None
    assert judged("长" * 116 + ".pdf", a_pdf()) is None


def test_a_declared_type_must_be_that_of_the_name():
    assert judged("意见.pdf", a_pdf(), "image/png") == "types-differ"
    assert judged("意见.pdf", a_pdf(), "text/html") == "types-differ"
    assert judged("意见.pdf", a_pdf(), "application/octet-stream") is None
    assert judged("说明.txt", SOUND["说明.txt"], "text/plain; charset=utf-8") is None


def test_a_file_is_neither_empty_nor_larger_than_the_limit():
    domain.must_fit(FILE_LIMIT, 0)
    for size, reason in ((0, "empty"), (FILE_LIMIT + 1, "too-large")):
        with pytest.raises(PaperRefused) as why:
            domain.must_fit(size, 0)
        assert why.value.facts["reason"] == reason


def test_the_papers_of_a_case_stay_within_their_limit():
    domain.must_fit(MIB, CASE_LIMIT - MIB)
    with pytest.raises(PapersTooLarge):
        domain.must_fit(MIB, CASE_LIMIT - MIB + 1)


@pytest.mark.parametrize("name", SOUND)
def test_content_of_another_kind_is_refused_under_each_name(name):
    for other, content in SOUND.items():
        if other.lower()[-3:] not in {name.lower()[-3:], "peg", "jpg"}:
            assert judged(name, content) is not None, other


@pytest.mark.parametrize("name", SOUND)
def test_a_file_cut_short_is_refused(name):
    if not name.endswith(".txt"):
        assert judged(name, SOUND[name][:-8]) is not None


@pytest.mark.parametrize("name", SOUND)
def test_content_after_the_end_is_refused(name):
    hidden = a_zip({"x.exe": b"MZ"})
    assert judged(name, SOUND[name] + hidden) is not None


@pytest.mark.parametrize("name", [name for name in SOUND if not name.endswith(".txt")])
def test_content_before_the_beginning_is_refused(name):
    assert judged(name, b"GIF89a" + SOUND[name]) is not None


@pytest.mark.parametrize(
    "inside",
    [
        b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>",
        b"<< /S /J#61vaScript >>",
        b"<< /S /Launch /F (cmd.exe) >>",
        b"<</Type/EmbeddedFile>>",
        b"<</Names<</EmbeddedFiles 4 0 R>>>>",
        b"<</Type /Annot /Subtype/RichMedia>>",
        b"<</AcroForm<</XFA 7 0 R>>>>",
        b"<</S/SubmitForm>>",
    ],
)
def test_a_pdf_that_acts_is_refused_even_where_it_is_compressed(inside):
    assert judged("意见.pdf", a_pdf(b"8 0 obj\n" + inside + b"\nendobj")) == "active-content"
    assert judged("意见.pdf", a_pdf(an_object_stream(inside))) == "active-content"
    bare = b"/N 1 /First 4 /Filter /FlateDecode"
    assert judged("意见.pdf", a_pdf(an_object_stream(inside, bare))) == "active-content"


def test_a_pdf_that_only_links_and_shows_outlines_is_kept():
    outline = b"8 0 obj\n<< /Type /Outlines /First 9 0 R /Last 9 0 R >>\nendobj\n"
    picture = (
        b"9 0 obj\n<< /Filter /DCTDecode /Length 4 >>\nstream\n\xff\xd8\xff\xd9\nendstream\nendobj"
    )
    link = b"10 0 obj\n<< /S /URI /URI (https://example.cn/) >>\nendobj"
    assert (
        judged("意见.pdf", a_pdf(outline + picture + link + an_object_stream(b"<< /Type /Page >>")))
        is None
    )


def test_a_pdf_that_cannot_be_looked_into_is_refused():
    assert judged("意见.pdf", a_pdf(b"<< /Encrypt 9 0 R >>")) == "encrypted"
    other = b"/Type /ObjStm /N 1 /First 4 /Filter /ASCII85Decode"
    packed = an_object_stream(b"x", other).replace(zlib.compress(b"8 0 x"), b'87cURD]i,"Ebo80~>')
    assert judged("意见.pdf", a_pdf(packed)) == "cannot-look-inside"
    bomb = an_object_stream(bytes(65 * MIB))
    assert judged("意见.pdf", a_pdf(bomb)) == "cannot-look-inside"


def test_macros_are_refused_whatever_the_file_is_called():
    assert judged("意见.docx", changed(a_docx(), word__vbaProject_bin=b"x")) is None
    macro = changed(a_docx(), **{"word__vbaProject.bin": b"x"})
    assert judged("意见.docx", macro) == "active-content"
    types = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    assert (
        judged("意见.docx", changed(a_docx(), **{"[Content_Types].xml": types})) == "active-content"
    )
    for part in ("word__embeddings__a.bin", "word__activeX__a.xml", "xl__externalLinks__a.xml"):
        assert judged("意见.docx", changed(a_docx(), **{part: b"x"})) == "active-content"


def test_a_package_that_loads_from_outside_is_refused_a_link_to_click_is_not():
    assert (
        judged("意见.docx", outside("attachedTemplate", "https://evil.example/t.dotm"))
        == "outside-target"
    )
    assert judged("意见.docx", outside("image", "file://server/share")) == "outside-target"
    assert judged("意见.docx", outside("hyperlink", "ms-msdt:/id")) == "outside-target"
    assert judged("意见.docx", outside("hyperlink", "https://www.example.cn/")) is None
    assert judged("意见.docx", outside("hyperlink", "mailto:a@example.cn")) is None


def test_a_package_declares_no_dtd():
    bomb = b'<!DOCTYPE a [<!ENTITY b "x">]><Relationships>&b;</Relationships>'
    assert judged("意见.docx", changed(a_docx(), **{"word__x.rels": bomb})) == "not-as-named"
    wide = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><Relationships/>'.encode("utf-16")
    assert judged("意见.docx", changed(a_docx(), **{"word__x.rels": wide})) == "not-as-named"


def test_a_package_that_unpacks_to_too_much_is_refused():
    assert judged("意见.docx", changed(a_docx(), bomb=bytes(8 * MIB))) == "unpacks-too-large"


def test_a_package_that_lies_about_its_size_is_refused():
    made = changed(a_docx(), bomb=bytes(3 * MIB))
    at = made.rindex(b"PK\x01\x02" + made[made.rindex(b"PK\x01\x02") + 4 :][:0])
    lying = made[: at + 24] + (1000).to_bytes(4, "little") + made[at + 28 :]
    assert judged("意见.docx", lying) == "not-as-named"


@pytest.mark.parametrize("name", ["/etc/x", "a/../../x", "a\\x"])
def test_a_package_with_paths_that_lead_out_is_refused(name):
    assert judged("意见.docx", changed(a_docx(), **{name: b"x"})) == "odd-package"


def test_a_package_with_two_parts_of_one_name_is_refused():
    assert (
        judged("意见.docx", changed(a_docx(), **{"WORD__document.xml": b"<x/>"})) == "odd-package"
    )


def test_an_encrypted_package_is_refused():
    made = bytearray(changed(a_docx()))
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    assert judged("意见.docx", bytes(made)) == "encrypted"
    assert (
        judged("意见.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == "encrypted-or-old"
    )


def test_a_picture_of_too_many_pixels_is_refused_by_its_header():
    assert judged("照片.png", a_png(10_000, 10_000)) is None
    assert judged("照片.png", a_png(10_001, 10_000)) == "too-many-pixels"
    assert judged("照片.png", a_png(0, 5)) == "too-many-pixels"


def test_a_file_that_is_two_formats_is_refused():
    assert judged("照片.jpg", a_jpeg(a_pdf())) == "two-formats"
    assert judged("照片.jpg", a_jpeg(a_zip({"x": b"y"}))) == "two-formats"
    assert judged("说明.txt", a_pdf()) == "two-formats"
    attached = b"9 0 obj\n<< >>\nstream\n" + a_zip({"x": b"y"}) + b"\nendstream\nendobj"
    assert judged("意见.pdf", a_pdf(attached)) == "two-formats"


def test_text_is_utf_8_without_controls():
    assert judged("说明.txt", "陈述".encode("gb18030")) == "not-utf-8"
    assert judged("说明.txt", b"MZ\x00\x01") == "not-text"
    assert judged("说明.txt", "\ufeff陈述\r\n".encode()) is None
