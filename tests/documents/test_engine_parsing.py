"""Files of each kind become text with pages and headings; hostile ones are refused in time."""

import io
import time
import zipfile
import zlib

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

from lineside.documents.errors import FileTooLarge, FileUnreadable
from lineside.documents.parsing import Limits, parse


def pdf(*pages: list[tuple[str, str]]) -> bytes:
    styles = getSampleStyleSheet()
    story = []
    for page in pages:
        story += [Paragraph(text, styles[style]) for style, text in page]
        story.append(PageBreak())
    file = io.BytesIO()
    SimpleDocTemplate(file).build(story)
    return file.getvalue()


def word_file() -> bytes:
    document = docx.Document()
    document.add_heading("Setting up press 4", 1)
    document.add_paragraph("Lock the guard.")
    document.add_heading("Tools", 2)
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "key"
    table.cell(0, 1).text = "8 mm"
    document.add_page_break()
    document.add_paragraph("Größe prüfen.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_pdf_keeps_pages_and_finds_headings_by_letter_size() -> None:
    data = pdf(
        [("Heading1", "Lubrication"), ("BodyText", "Grease the bearing every 500 h. " * 8)],
        [("Heading2", "Intervals"), ("BodyText", "Täglich prüfen.")],
    )
    parsed = parse(data, name="manual.pdf")
    assert (parsed.kind, parsed.pages) == ("pdf", 2)
    assert [(each.page, each.heading) for each in parsed.sections] == [
        (1, ("Lubrication",)),
        (2, ("Lubrication", "Intervals")),
    ]
    assert parsed.sections[1].text == "Täglich prüfen."


def test_word_file_keeps_headings_tables_and_page_breaks() -> None:
    sections = parse(word_file(), name="setup.docx").sections
    assert [(each.page, each.heading, each.text) for each in sections] == [
        (1, ("Setting up press 4",), "Lock the guard."),
        (1, ("Setting up press 4", "Tools"), "key | 8 mm"),
        (2, ("Setting up press 4", "Tools"), "Größe prüfen."),
    ]


def test_workbook_rows_repeat_their_column_heads() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Spares"
    book.active.append(["Part", "Stock"])
    book.active.append(["P-7", 3])
    file = io.BytesIO()
    book.save(file)
    (section,) = parse(file.getvalue(), name="spares.xlsx").sections
    assert section.heading == ("Spares",)
    assert section.text == "Part | Stock\nPart: P-7; Stock: 3"


def test_markdown_headings_nest_and_code_is_no_heading() -> None:
    text = "# A\none\n## B\ntwo\n```\n# not a heading\n```\nC\n=\nthree\nD\n---\nfour\n"
    sections = parse(text.encode(), name="x.md").sections
    assert [each.heading for each in sections] == [("A",), ("A", "B"), ("A", "D")]
    assert "# not a heading" in sections[1].text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_is_read_in_any_usual_encoding(encoding: str) -> None:
    parsed = parse("Öl nachfüllen\fSeite zwei".encode(encoding), name="note.txt")
    assert [each.page for each in parsed.sections] == [1, 2]
    assert parsed.sections[0].text == "Öl nachfüllen"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.pdf"),
        (b"%PDF-1.7 and nothing more", "broken.pdf"),
        (b"plain words", "not-a.pdf"),
        (b"bin\x00ary", "x.txt"),
        (b"PK\x03\x04 cut off", "x.docx"),
        (word_file()[:2000], "cut.docx"),
    ],
)
def test_what_cannot_be_read_is_refused_clearly(data: bytes, name: str) -> None:
    with pytest.raises(FileUnreadable) as refusal:
        parse(data, name=name)
    assert refusal.value.facts["problem"]


def test_pdf_bomb_is_refused_before_it_unfolds() -> None:
    inner = zlib.compress(bytes(120_000_000), 9)
    for packed in (inner, zlib.compress(inner, 9)):
        bomb = b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj"
        start = time.perf_counter()
        with pytest.raises(FileTooLarge) as refusal:
            parse(bomb, name="bomb.pdf")
        assert refusal.value.facts["limit"] == "expanded_bytes"
        assert time.perf_counter() - start < 30


def test_zip_bomb_and_entity_bomb_in_office_files_are_refused() -> None:
    def office(document: bytes) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", document)
        return file.getvalue()

    with pytest.raises(FileTooLarge):
        parse(office(bytes(100_000_000)), name="bomb.docx")
    with pytest.raises(FileUnreadable, match="document type"):
        parse(office(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'), name="x.docx")


def test_limits_on_pages_characters_and_file_size_hold() -> None:
    with pytest.raises(FileTooLarge, match="pages"):
        parse(b"a\fb\fc", name="x.txt", limits=Limits(pages=2))
    with pytest.raises(FileTooLarge, match="characters"):
        parse(b"abcdef", name="x.txt", limits=Limits(characters=5))
    with pytest.raises(FileTooLarge, match="file_bytes"):
        parse(b"abcdef", name="x.txt", limits=Limits(file_bytes=5))
    with pytest.raises(FileTooLarge, match="pages"):
        parse(pdf([("BodyText", "a")], [("BodyText", "b")]), name="x.pdf", limits=Limits(pages=1))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["x.md", "x.txt"]))
def test_any_text_is_read_or_refused(text: str, name: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    try:
        parsed = parse(data, name=name)
    except FileUnreadable:
        return
    assert parsed.characters <= len(text)
    assert all(section.page >= 1 and section.text for section in parsed.sections)
