"""Values: every manner in which reviews print a number, and what it says of its unit, events and total."""

from __future__ import annotations

from articles import table
from extract.mentions.mention import Kind, Mention, Quantity
from extract.mentions.quantities import find_quantities, unit_at
from extract.normal import normalise


def _found(text: str, taken: tuple[str, ...] = ()) -> list[Mention]:
    view = normalise(text)
    spans = [(text.index(t), text.index(t) + len(t)) for t in taken]
    return sorted(find_quantities(view, 0, len(view), spans), key=lambda m: m.start)


def _percent(value: float, **told: float | int) -> Quantity:
    return Quantity(value, unit="%", **told)  # type: ignore[arg-type]


def _count(value: float, unit: str = "patients", **told: int) -> Quantity:
    return Quantity(value, unit=unit, measure="count", **told)


# (text, the value, why)
ONE = [
    ("rose to 45%.", _percent(45.0), "a plain percentage"),
    ("rose to 45 %.", _percent(45.0), "a blank before the sign"),
    ("in 50 percent of them", _percent(50.0), "the sign as a word"),
    ("in 50 per cent of them", _percent(50.0), "the sign as two words"),
    ("of 97.5 ± 1.3%", _percent(97.5, error=1.3), "plus-minus, one percent sign for both"),
    ("of 97.5% ± 1.3%", _percent(97.5, error=1.3), "plus-minus, a percent sign each"),
    ("of 10.9 +/- 5.3 mmHg", Quantity(10.9, error=5.3, unit="mmhg"), "plus-minus in ASCII"),
    ("of 10.9 + / - 5.3 mm Hg", Quantity(10.9, error=5.3, unit="mmhg"), "plus-minus torn apart"),
    ("of 8.4 (SD 3.8)", Quantity(8.4, error=3.8), "a standard deviation in brackets"),
    ("of 8.4 (SE, 0.9)", Quantity(8.4, error=0.9), "a standard error in brackets"),
    ("of 5.6 kg (SD 1.2)", Quantity(5.6, error=1.2, unit="kg"), "a standard deviation behind the unit"),
    ("of 5.6 kg (SE 1.2 kg)", Quantity(5.6, error=1.2, unit="kg"), "a standard error with its unit"),
    ("of 8.4 (3.8) mm Hg", Quantity(8.4, error=3.8, unit="mmhg"), "mean (SD), the unit behind"),
    ("in 13 patients (4.1%)", _percent(4.1, events=13), "a count with its percentage is one value, the rate"),
    ("in 13 patients (4.1 per cent)", _percent(4.1, events=13), "the same in words"),
    ("in 63 (18%)", _percent(18.0, events=63), "the same without the people"),
    ("in 250 of 1,063 (23.5%)", _percent(23.5, events=250, total=1063), "n of N with thousands"),
    ("in 250 of the 1,063 patients (23.5%)", _percent(23.5, events=250, total=1063), "n of the N patients"),
    ("in 75/106 patients (71%)", _percent(71.0, events=75, total=106), "n/N"),
    ("was 71% (75/106)", _percent(71.0, events=75, total=106), "the percentage first"),
    ("was 42%, 13/31", _percent(42.0, events=13, total=31), "the percentage first, no bracket"),
    ("was 18% (5 of 28 patients)", _percent(18.0, events=5, total=28), "the percentage first, n of N patients"),
    ("was 71% (n = 19)", _percent(71.0, events=19), "the percentage first, n alone"),
    ("in 2 of 5 patients", _count(2.0, events=2, total=5), "n of N without a percentage is a count"),
    ("in 10/635 patients", _count(10.0, events=10, total=635), "n/N without a percentage is a count"),
    ("was 12·5 months", Quantity(12.5, unit="months"), "Lancet's middle dot is a decimal point"),
    ("was 0·72 there", Quantity(0.72), "the same without a unit"),
    ("of 12,092 patients", _count(12092.0), "thousands by a comma"),
    ("of 12 092 patients", _count(12092.0), "thousands by a blank"),
    ("of 12\u2009092 patients", _count(12092.0), "thousands by a thin blank"),
    ("was .45 there", Quantity(0.45), "no digit before the point"),
    ("was -0.7% there", _percent(-0.7), "a minus as hyphen"),
    ("was \u22120.7% there", _percent(-0.7), "a true minus"),
    ("was \u20130.7% there", _percent(-0.7), "a minus as en dash"),
    ("was -13.2 (SE 0.9)", Quantity(-13.2, error=0.9), "a minus with an error"),
    ("in 25-30% of them", Quantity(None, 25.0, 30.0, unit="%"), "a range has no value of its own"),
    ("in 25\u201330% of them", Quantity(None, 25.0, 30.0, unit="%"), "a range by en dash"),
    ("in 25% to 30% of them", Quantity(None, 25.0, 30.0, unit="%"), "a range in words"),
    ("by 10 to 14 mg/dl", Quantity(None, 10.0, 14.0, unit="mg/dl"), "a range with a unit"),
    ("in > 50% of them", _percent(50.0), "the sign of a bound is no part of the value"),
    ("two deaths", _count(2.0, "deaths", events=2), "a number word that counts"),
    ("seventy-two patients", _count(72.0, events=72), "a compound number word"),
    ("one hundred and five patients", _count(105.0, events=105), "a long number word"),
    ("One thousand and sixty-three patients", _count(1063.0, events=1063), "thousands in words"),
    ("Eighty-seven patients (82%)", _percent(82.0, events=87), "a number word with its percentage"),
    ("Two of 14 patients (14%)", _percent(14.0, events=2, total=14), "a number word of N with its percentage"),
    ("Three of 14 patients", _count(3.0, events=3, total=14), "a number word of N"),
    ("250 of 1 063 patients (23.5%)", _percent(23.5, events=250, total=1063), "n of N with a blank in the thousands"),
    ("ranged from 12 to 20%", Quantity(None, 12.0, 20.0, unit="%"), "a range that says so"),
]


@table("text, value, why", ONE)
def test_one_value(text: str, value: Quantity, why: str) -> None:
    (mention,) = _found(text)
    assert mention.value == value, why
    assert mention.kind is Kind.VALUE
    assert mention.rule.startswith("value:")


# (text, printed values, why): the span is what a reader would underline, sign and unit with it
SPANS = [
    ("It was 97.5 ± 1.3% vs. 90.2 ± 2.3%.", ["97.5 ± 1.3%", "90.2 ± 2.3%"], "two values with errors"),
    ("It was \u22120.7% and 6.1%.", ["\u22120.7%", "6.1%"], "the minus belongs to the value"),
    ("It rose from 6.1% to 8.4%.", ["6.1%", "8.4%"], "from X to Y are two values"),
    ("It fell from 160 to 95 mg/dl.", ["160", "95 mg/dl"], "from X to Y, one unit"),
    ("It was 12·5 months.", ["12·5 months"], "the text keeps its middle dot"),
    ("seen in 13 patients (4.1%) of them", ["13 patients (4.1%)"], "count and rate are one span"),
    ("It was 71% (75/106) and 36% (40/110).", ["71% (75/106)", "36% (40/110)"], "each with its n/N"),
    ("It was 81.6%, 93.3% and 49.4%.", ["81.6%", "93.3%", "49.4%"], "a list"),
    ("Eighty-seven patients (82%) and two deaths", ["Eighty-seven patients (82%)", "two"], "number words"),
]


@table("text, printed, why", SPANS)
def test_spans(text: str, printed: list[str], why: str) -> None:
    assert [text[m.start : m.end] for m in _found(text)] == printed, why


# (text, why): nothing here is a value
NONE = [
    ("treated with 5-FU at a 2-site hospital", "a number tied to a word"),
    ("the 350-mm2 group", "a group named by a number"),
    ("half of them and no patient", "half and no count nothing, by the guide"),
    ("two thirds of them, a twofold rise", "a fraction in words"),
    ("the one that the two of them knew", "number words that count no one"),
    ("on the 3rd visit and the 21st", "ordinals"),
    ("the 4S and 2D maps", "letters glued to a number"),
]


@table("text, why", NONE)
def test_no_value(text: str, why: str) -> None:
    assert _found(text) == [], why


def test_numbers_that_mean_something_else_are_passed_over() -> None:
    text = "In RECORD 3 [13], 4.5% bled (95% CI 3.1-5.9; p = 0.03) at 24 weeks."
    taken = ("RECORD 3", "[13]", "95% CI 3.1-5.9", "p = 0.03", "24 weeks")
    assert [m.value.value for m in _found(text, taken)] == [4.5]
    assert len(_found(text)) > 1


def test_the_sign_of_a_confidence_level_is_no_percentage() -> None:
    assert [m.value.unit for m in _found("95% CI, 95% confidence, 95% credible, 95%")] == [None, None, None, "%"]


def test_more_events_than_patients_are_no_fraction() -> None:
    """ "120/80 mm Hg" is a blood pressure."""
    assert all(m.value.total is None for m in _found("a pressure of 120/80 (45%)"))


# (printed unit, canonical, why)
UNITS = [
    ("% of", "%", "percent"),
    (" months.", "months", "a plural"),
    (" month.", "months", "a singular has the plural's name"),
    (" mm Hg", "mmhg", "a blank inside"),
    (" mg/dL", "mg/dl", "capitals"),
    (" mmol/l", "mmol/l", "of a volume"),
    (" patients", "patients", "people"),
]


@table("printed, unit, why", UNITS)
def test_units(printed: str, unit: str, why: str) -> None:
    found = unit_at(f"9{printed}", 1)
    assert found is not None, why
    assert found[0] == unit, why


def test_a_word_is_no_unit() -> None:
    assert unit_at("9 of them", 1) is None
    assert unit_at("9 monthly", 1) is None


def test_a_unit_behind_the_region_is_another_s() -> None:
    """The next row of a table begins with "Death"."""
    view = "Response | 45 | 10\nDeath | 12 | 15"
    end = view.index("\n")
    assert [m.value for m in find_quantities(view, end - 2, end)] == [Quantity(10.0)]


def test_only_the_region_asked_for_is_read() -> None:
    view = "45% and 52% and 61%"
    assert [m.value.value for m in find_quantities(view, 4, 12)] == [52.0]


# (text, values with their units, why)
SHARED = [
    ("of 24, 29 and 35 percent", [(24.0, "%"), (29.0, "%"), (35.0, "%")], "a list"),
    ("15 vs 9% there", [(15.0, "%"), (9.0, "%")], "a comparison"),
    ("from 160 to 95 mg/dl", [(160.0, "mg/dl"), (95.0, "mg/dl")], "before and after"),
    ("grade 3 and 4 events in 35%", [(3.0, None), (4.0, "events"), (35.0, "%")], "a unit further off is another's"),
]


@table("text, values, why", SHARED)
def test_a_list_of_numbers_shares_the_unit_at_its_end(
    text: str, values: list[tuple[float, str | None]], why: str
) -> None:
    assert [(m.value.value, m.value.unit) for m in _found(text)] == values, why


def test_the_letters_of_footnotes_behind_a_number_at_the_end_of_a_cell() -> None:
    assert [(m.end, m.value.value) for text in ("40a", "53 a", "56a,d", "33.0a") for m in _found(text)] == [
        (2, 40.0), (2, 53.0), (2, 56.0), (4, 33.0),
    ]  # fmt: skip
    assert _found("2a is") == _found("4S") == _found("3rd") == []
