"""The PDF reader: order, furniture, line ends, raised figures, headings, lists of references, places."""

from __future__ import annotations

import pytest

from extract.document import BlockKind, Source
from extract.readers.pdf import read_pdf
from extract.readers.pdf_hyphens import Hyphens
from pdfs import Text, column, draw, read_drawn, stack, texts, width

LEFT = (
    "The first column tells of a trial in which four hundred patients were given one drug or the other and "
    "were seen every month for two years. Most of them stayed to the end, and few had complaints that were worth "
    "a change of the dose. The groups were alike in age and in the length of their illness, and nobody knew who"
)
RIGHT = (
    "was given what until the last visit. The second column goes on with the same sentence and says that the "
    "drug did better than its rival in the first year but not in the second. Nothing was said of the price, which "
    "was high. A note at the end thanks those who had taken part and those who had paid for it."
)
THIRD = "A third column stands beside the others and is read last of all, as it should be in a page of this kind. " * 3


def test_columns_are_read_one_after_the_other_below_a_title_over_both() -> None:
    page = [Text(60, 70, "A heading over two columns of text", 18, "Times-Bold")]
    document = read_drawn([*page, *column(LEFT, 60, 110, letters=46), *column(RIGHT, 320, 110, letters=46)])
    assert document.title == "A heading over two columns of text"
    assert texts(document) == [f"{LEFT} {RIGHT}"], "the paragraph goes on in the second column"


def test_one_column_is_not_parted() -> None:
    document = read_drawn(column(LEFT + " " + RIGHT, 60, 100, letters=95))
    assert texts(document) == [f"{LEFT} {RIGHT}"]


def test_three_columns() -> None:
    page = [
        piece
        for x, words in ((40, LEFT), (220, RIGHT), (400, THIRD.strip()))
        for piece in column(words, x, 100, letters=34)
    ]
    read = read_drawn(page).text
    assert read.index("The first column") < read.index("The second column") < read.index("A third column")


def test_the_order_is_that_of_the_page_and_not_of_the_file() -> None:
    page = [*column(LEFT, 60, 110, letters=46), *column(RIGHT, 320, 110, letters=46)]
    upside_down = read_drawn(list(reversed(page)))
    assert texts(upside_down) == [f"{LEFT} {RIGHT}"]


def test_full_width_text_between_columns_parts_them() -> None:
    across = "Here a remark runs over the whole width of the page, from its left margin to the right, in one line."
    page = [
        *column(LEFT, 60, 100, letters=46),
        *column(RIGHT, 320, 100, letters=46),
        Text(60, 270, across, 11),
        *column(THIRD.strip(), 60, 310, letters=46),
        *column("Last " + THIRD.strip(), 320, 310, letters=46),
    ]
    read = read_drawn(page).text
    order = ["The first column", "The second column", "Here a remark", "A third column", "Last A third"]
    assert [read.index(words) for words in order] == sorted(read.index(words) for words in order)


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Text(60, 40, "Example et al. / Journal of Examples 12 (2014) 33-41", 8),
            Text(500, 40, str(number + 33), 8),
            *column(words, 60, 100, letters=90),
            Text(290, 810, str(number + 33), 8),
        ]
        for number, words in enumerate((LEFT, RIGHT, THIRD.strip()))
    ]
    document = read_drawn(*pages)
    assert document.text.startswith("The first column")
    assert "Journal of Examples" not in document.text
    assert "33" not in document.text
    assert "34" not in document.text


def test_a_line_of_text_at_the_top_of_a_page_is_kept_though_another_page_has_its_number_there() -> None:
    pages = [
        [Text(60, 40, "Journal of Examples", 8), *column(words, 60, 70, letters=90), Text(300, 66.5, "7", 6)]
        for words in (LEFT, RIGHT)
    ]
    read = read_drawn(*pages).text
    assert "The first column tells" in read
    assert "was given what until" in read


def test_running_heads_that_differ_are_told_by_the_number_of_their_page() -> None:
    heads = ("34 Ada Example and others", "Trials of one thing 35")
    pages = [
        [Text(60, 40, head), *column(words, 60, 100, letters=90)]
        for head, words in zip(heads, (LEFT, RIGHT), strict=True)
    ]
    document = read_drawn(*pages)
    assert texts(document) == [f"{LEFT} {RIGHT}"]


def test_a_number_in_the_first_line_of_a_text_is_no_page_number() -> None:
    pages = [column(f"{words} It was seen in 2004.", 60, 80, letters=90) for words in (LEFT, RIGHT)]
    read = read_drawn(*pages).text
    assert "The first column tells" in read
    assert "was given what" in read


def test_numbers_of_lines_are_left_out() -> None:
    lines = column(f"{LEFT} {RIGHT}", 90, 100, letters=60)
    page = [*lines, *[Text(60, line.y, str(n), 7) for n, line in enumerate(lines, start=1)]]
    assert texts(read_drawn(page)) == [f"{LEFT} {RIGHT}"]


HYPHENS = [
    (["We gave a pla-", "cebo. The placebo was sweet."], "We gave a placebo. The placebo was sweet.", "known whole"),
    (
        ["A placebo-", "controlled trial is not open. Ours was placebo-controlled."],
        "A placebo-controlled trial is not open. Ours was placebo-controlled.",
        "known compound",
    ),
    (["They were in N-", "and C-terminal halves."], "They were in N- and C-terminal halves.", "a word to come"),
    (["The gene bcr-", "ABL was found."], "The gene bcr-ABL was found.", "a capital behind"),
    (["After a 3-", "year wait it was seen."], "After a 3-year wait it was seen.", "a digit before"),
    (["Survival was 8%\u2013", "10% in both."], "Survival was 8%\u201310% in both.", "a range"),
    (["It rose", "\u2014for once\u2014and fell."], "It rose\u2014for once\u2014and fell.", "a dash begins the line"),
    (["It was high -", "too high for us."], "It was high - too high for us.", "a dash between words"),
    (["We gave chlo-", "rambucil for a year."], "We gave chlorambucil for a year.", "no word of its own"),
]


@pytest.mark.parametrize(("lines", "expected", "why"), HYPHENS, ids=[why for *_, why in HYPHENS])
def test_hyphens_at_line_ends(lines: list[str], expected: str, why: str) -> None:
    assert texts(read_drawn(stack(lines, 60, 100))) == [expected], why


def test_a_file_that_never_parts_words_keeps_its_hyphens() -> None:
    known = ["short-lived", "long-lived", "well-known", "high-dose"]
    page = stack([f"It is {w} and so {w}." for w in known], 60, 100)
    for n, word in enumerate(known):
        left, right = word.split("-")
        page += stack([f"Nobody said that it was a thing so {left}-", f"{right} as this one was."], 60, 200 + 30 * n)
    page += stack(["There was no sign of a cross-", "reaction in any of them."], 60, 400)
    assert "cross-reaction" in read_drawn(page).text


def test_a_sign_that_only_ends_lines_parts_words_and_the_other_hyphen_belongs() -> None:
    signs = Hyphens(["a com\u2010", "mon ca\u2010", "se of an open-label stu\u2010", "dy of half-", "lives"])
    assert signs.belongs("dy of half-", "lives")
    assert not signs.belongs("stu\u2010", "dy")
    assert not signs.belongs("se\u00ad", "ldom")


def _cited(body: list[Text], entries: int = 12) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    """The text of a page over a numbered list, and what it cites."""
    listed = [f"{n}. Example AB, Sample C. A study of things. J Exam 200{n % 10};1:2-3." for n in range(1, entries + 1)]
    page = [*body, Text(60, 300, "References", 12, "Times-Bold"), *stack(listed, 60, 320)]
    document = read_drawn(page)
    assert [r.label for r in document.references] == [str(n) for n in range(1, entries + 1)]
    return document.text, [(document.text[c.start : c.end], c.labels) for c in document.crossrefs]


RAISED = [
    ("It was seen in both trials.", "3,5-7", [("3,5-7", ("3", "5", "6", "7"))], "a list behind a stop"),
    ("Their surface was 2 m", "2", [], "a square metre"),
    ("There were 10", "9", [], "a power of ten"),
    ("It was Brand", "\u00ae", [], "a registered name"),
    ("It was seen in both trials.", "88", [], "a number that the list has not"),
]


@pytest.mark.parametrize(("words", "raised", "expected", "why"), RAISED, ids=[r[-1] for r in RAISED])
def test_raised_figures(words: str, raised: str, expected: list[object], why: str) -> None:
    x = 60 + width(words)
    body = [Text(60, 100, words), Text(x, 96, raised, 6), Text(x + 24, 100, "And so it went on.")]
    text, cited = _cited([*stack(["A line of the body stands here, longer than the others."], 60, 88), *body])
    assert cited == expected, why
    assert f"{words}{'^' if words[-1].isdigit() else ''}{raised} And so" in text


@pytest.mark.parametrize(("blue", "expected"), [(200, [("4", ("4",))]), (0, [])])
def test_figures_of_the_same_size_cite_where_their_colour_sets_them_off(blue: int, expected: list[object]) -> None:
    words = "It was seen in both trials of drug"
    line = [Text(60, 100, words), Text(60 + width(words), 100, "4", blue=blue), Text(240, 100, "and so it went on.")]
    text, cited = _cited([*stack(["A line of the body stands here, longer than the others."], 60, 88), *line])
    assert "drug4 and so" in text
    assert cited == expected


def test_headings_are_told_by_their_print_and_have_levels() -> None:
    page = [
        Text(60, 60, "What the headings of this page are for", 20, "Times-Bold"),
        Text(60, 100, "Summary", 14, "Times-Bold"),
        *column(LEFT, 60, 120, letters=90),
        Text(60, 200, "A larger heading", 14, "Times-Bold"),
        Text(60, 220, "A smaller heading", 11, "Times-Bold"),
        *column(RIGHT, 60, 240, letters=90),
        Text(60, 330, "2.3 A heading with a number", 11, "Times-Bold"),
        *column(THIRD, 60, 350, letters=90),
    ]
    document = read_drawn(page)
    found = [(document.text[b.start : b.end], b.level) for b in document.blocks if b.kind is BlockKind.HEADING]
    assert found == [
        ("Summary", 1),
        ("A larger heading", 1),
        ("A smaller heading", 2),
        ("2.3 A heading with a number", 2),
    ]


def test_paragraphs_are_parted_by_gaps_and_by_indents() -> None:
    gaps = [*column(LEFT + ".", 60, 100, letters=90), *column("Then " + RIGHT, 60, 160, letters=90)]
    assert len(texts(read_drawn(gaps))) == 2
    first, second = column(LEFT + ".", 60, 100, letters=90), column("Then " + RIGHT, 60, 148, letters=90)
    assert len(first) == 4, "no gap between the paragraphs"
    indented = [Text(75, second[0].y, second[0].text), *second[1:]]
    assert len(texts(read_drawn([*first, *indented]))) == 2


def test_authors_above_the_article_are_chrome() -> None:
    page = [
        Text(60, 60, "A review of what was seen", 20, "Times-Bold"),
        Text(60, 90, "Ada Example, Bob Muster and Cy Sample"),
        Text(60, 105, "Department of Examples, University of Somewhere"),
        Text(60, 130, "Abstract", 12, "Times-Bold"),
        *column(LEFT, 60, 150, letters=90),
    ]
    document = read_drawn(page)
    assert texts(document, BlockKind.CHROME)[0].startswith("Ada Example")
    assert texts(document) == [LEFT]


def test_captions_and_items() -> None:
    page = [
        *column(LEFT, 60, 100, letters=90),
        Text(60, 180, "Figure 2. What was seen in the first year", 8),
        *column(RIGHT, 60, 210, letters=90),
        Text(60, 280, "\u2022 the first of two things"),
        Text(60, 292, "\u2022 the second of two things"),
    ]
    document = read_drawn(page)
    assert texts(document, BlockKind.CAPTION) == ["Figure 2. What was seen in the first year"]
    assert [t.split(" ", 1)[1] for t in texts(document, BlockKind.LIST_ITEM)] == [
        "the first of two things",
        "the second of two things",
    ]


def test_what_is_printed_in_a_figure_is_no_text() -> None:
    page = [
        *column(LEFT, 60, 100, letters=90),
        Text(100, 200, "Months since the first dose", 7),
        Text(100, 230, "No. at risk 253 240 220 118 40 3", 7),
        Text(60, 260, "Figure 2. What was seen in the first year", 8),
        *column(RIGHT, 60, 290, letters=90),
    ]
    document = read_drawn(page)
    assert "at risk" not in " ".join(texts(document))
    assert [t for t in texts(document, BlockKind.CHROME) if "at risk" in t]


def test_a_large_initial_belongs_to_its_word() -> None:
    lines = column(LEFT, 60, 100, letters=60)
    first, second, third, *others = lines
    page = [
        Text(60, 124, "T", 36),
        Text(84, 100, first.text.removeprefix("T")),
        Text(84, 112, second.text),
        Text(84, 124, third.text),
        *others,
    ]
    assert texts(read_drawn(page)) == [LEFT]


def test_a_heading_in_italics_stands_above_its_text_without_a_gap() -> None:
    page = [Text(60, 88, "A heading in italics", 10, "Times-Italic"), *column(LEFT, 60, 100, letters=90)]
    document = read_drawn(page)
    assert texts(document) == [LEFT]


def test_items_of_a_list_within_running_text() -> None:
    page = [
        *column(LEFT + ".", 60, 100, letters=90),
        Text(70, 148, "\u2022 the first of two things, which is so long that it"),
        Text(80, 160, "goes on in the next line"),
        Text(70, 172, "\u2022 the second of two things"),
        *column("Then " + THIRD.strip(), 60, 184, letters=90),
    ]
    document = read_drawn(page)
    assert len(texts(document, BlockKind.LIST_ITEM)) == 2
    assert texts(document) == [LEFT + ".", "Then " + THIRD.strip()]


def test_the_gutter_of_other_pages_parts_a_few_last_lines() -> None:
    first = [*column(THIRD + LEFT, 60, 100, letters=46), *column(THIRD + RIGHT, 320, 100, letters=46)]
    second = [Text(60, 100, "These two words end"), Text(60, 112, "the left."), Text(320, 100, "Here is the right.")]
    read = read_drawn(first, second).text
    assert "These two words end the left." in read
    assert "Here is the right." in read


def test_a_line_that_reaches_over_its_column_stays_in_it() -> None:
    left, right = column(f"{LEFT} {LEFT}", 60, 100, letters=46), column(f"{RIGHT} {RIGHT}", 340, 100, letters=46)
    left[5] = Text(60, left[5].y, "Here a line is set too long to fit within its column and so juts")
    read = read_drawn([*left, *right]).text
    assert read.index("and so juts") < read.rindex("The first column tells") < read.index("was given what until")


TABLE = [
    ("Trial", "Drug", "Patients", "Response"),
    ("First (3)", "examplimab", "120", "62.5%"),
    ("", "placebo", "118", "31.0%"),
    ("Second (4)", "examplimab", "80", "58.2%"),
    ("", "placebo", "79", "29.1%"),
]


def _table(y: float) -> list[Text]:
    return [
        Text(60 + 110 * column_number, y + 12 * row_number, cell, 8)
        for row_number, row in enumerate(TABLE)
        for column_number, cell in enumerate(row)
        if cell
    ]


def test_a_table_is_cells_and_a_study_reaches_down_over_its_rows() -> None:
    caption = [Text(60, 170, "Table 1", 8, "Times-Bold"), Text(60, 182, "Responses in two trials", 8)]
    page = [*column(LEFT + ".", 60, 100, letters=90), *caption, *_table(200), *column(RIGHT, 60, 290, letters=90)]
    document = read_drawn(page)
    (table,) = document.tables
    assert table.label == "Table 1"
    assert table.caption is not None
    assert document.text[slice(*table.caption)] == "Table 1 Responses in two trials"
    cells = {(c.row, c.column): c for c in table.cells}
    assert document.text[cells[3, 3].start : cells[3, 3].end] == "58.2%"
    assert cells[1, 0].rowspan == cells[3, 0].rowspan == 2
    assert (2, 0) not in cells


def test_a_caption_below_the_columns_goes_with_the_table_below_it() -> None:
    page = [
        *column(f"{LEFT} {LEFT}", 60, 100, letters=46),
        *column(LEFT, 320, 100, letters=46),
        Text(60, 320, "Table 1. Responses in two trials", 8),
        *_table(340),
    ]
    document = read_drawn(page)
    assert texts(document, BlockKind.CAPTION) == ["Table 1. Responses in two trials"]
    assert document.text.index("nobody knew who", 400) < document.text.index("Table 1. Responses")


def test_a_list_by_author_and_year_hangs_and_goes_on_in_the_next_column() -> None:
    body = column(
        "One trial (Example et al 2004) and another (Muster and Sample 2006) came first. " + RIGHT, 60, 100, letters=46
    )
    listed = [
        Text(60, 320, "References", 12, "Times-Bold"),
        Text(60, 340, "Example A, Other B, Third C. 2004. A trial of one thing", 8),
        Text(72, 350, "against another. J Exam, 3:1-9.", 8),
        Text(60, 360, "Muster D, Sample E. 2006. A second trial of the same", 8),
        Text(332, 100, "thing. J Exam, 5:11-19.", 8),
        Text(320, 110, "Zeta F. 1999. What was known before. J Exam, 1:2-3.", 8),
        *[
            Text(320, 120 + 10 * n, f"Zeta F{'ABC'[n]}. 200{n}. What was known then. J Exam, 1:2-3.", 8)
            for n in range(3)
        ],
    ]
    document = read_drawn([*body, *listed])
    assert [r.label for r in document.references][:3] == ["Example et al 2004", "Muster and Sample 2006", "Zeta 1999"]
    assert document.references[1].title == "A second trial of the same thing"


def test_every_word_knows_its_place() -> None:
    document = read_drawn(
        [Text(60, 100, "The first line of a paragraph which is not long"), Text(60, 112, "and the second line of it.")]
    )
    start = document.text.index("long and")
    upper, lower = document.places_of(start, start + len("long and"))
    assert (upper.page, lower.page) == (1, 1)
    assert document.text[upper.start : upper.end] == "long"
    assert upper.top < 100 < upper.bottom + 1 < lower.bottom
    assert lower.x0 == pytest.approx(60, abs=1)
    for place in document.places:
        assert document.text[place.start : place.end].strip() == document.text[place.start : place.end] != ""


def test_pages_that_are_turned_are_read_as_they_are_shown() -> None:
    import io

    import pypdfium2 as pdfium

    for turn in (90, 180, 270):
        file = pdfium.PdfDocument(draw([Text(100, 200, "Words that run along the page")]))
        file[0].set_rotation(turn)
        buffer = io.BytesIO()
        file.save(buffer)
        # what is drawn upright in a turned page is shown lying down: no running text
        assert "Words" not in _text_or_none(buffer.getvalue())


def _text_or_none(data: bytes) -> str:
    from extract.errors import ReadError

    try:
        return read_pdf(data, "turned", Source("turned.pdf", "", "pdf")).text
    except ReadError:
        return ""


def test_words_far_off_the_page_are_not_read() -> None:
    told = texts(
        read_drawn([Text(60, 100, "Words that are seen."), Text(4e7, 100, "No one sees this."), Text(60, -500, "Nor")])
    )
    assert told == ["Words that are seen."]
