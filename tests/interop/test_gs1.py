"""What scanners type for the code on a vial, and what is made of it."""

from datetime import date

import pytest

from glabella.interop.gs1 import Scan, ScanError, read_scan

GS = "\x1d"
GTIN = "07032069804988"  # an example of the standard; no medicine
FIXED = f"01{GTIN}17270630"
WHOLE = f"{FIXED}10C7X3{GS}21S9"


def read(text: str) -> tuple[str, str, date | None, str]:
    scan = read_scan(text)
    return (scan.gtin, scan.lot, scan.expires_on, scan.serial)


def refused(text: str) -> ScanError:
    with pytest.raises(ScanError) as caught:
        read_scan(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"]d2{WHOLE}",
        f"]C1{WHOLE}",
        f"{GS}{WHOLE}{GS}",
        f"  {WHOLE}\r\n",
        f"]d2{GS}{WHOLE}",
        f"{FIXED}{GS}10C7X3{GS}{GS}21S9",  # a separator where none is needed
        f"10C7X3{GS}21S9{GS}{FIXED}",
        f"{FIXED}21S9{GS}10C7X3",
        f"]D2{FIXED}10c7x3{GS}21s9",  # the key for capitals was on
        f"(01){GTIN}(17)270630(10)C7X3(21)S9",
        f"(01) {GTIN} (17) 270630 (10) C7X3 (21) S9",
        f"{WHOLE}{GS}240ABC{GS}11260101",
        f"{WHOLE}{GS}17270630",  # said twice, and the same
    ],
)
def test_whole_code_is_read(text: str) -> None:
    assert read(text) == (GTIN, "C7X3", date(2027, 6, 30), "S9")
    assert read_scan(text).doubts == ()


@pytest.mark.parametrize(
    "sign",
    [
        *("|", "~", "^", "#", "@", "`", "^]", "~1", "~d029", "\\F", "\\x1d", "\\u001d"),
        *("{GS}", "<GS>", "[GS]", "{FNC1}", "\u241d", "\x1e", "\x1f", "\x00"),
    ],
)
def test_sign_for_the_separator_is_known(sign: str) -> None:
    assert read(WHOLE.replace(GS, sign)) == read(WHOLE)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("270600", date(2027, 6, 30)),
        ("280200", date(2028, 2, 29)),
        ("270200", date(2027, 2, 28)),
        ("271231", date(2027, 12, 31)),
    ],
)
def test_day_of_expiry(typed: str, day: date) -> None:
    assert read(f"01{GTIN}17{typed}10AB")[2] == day


def test_merged_fields_are_asked_and_not_guessed() -> None:
    error = refused(f"{FIXED}10C7X321S9")

    assert error.code == "merged"
    assert [(one.lot, one.serial) for one in error.readings] == [
        ("C7X321S9", ""),
        ("C7X3", "S9"),
    ]


def test_lot_that_only_looks_merged_is_asked_too() -> None:
    assert [one.lot for one in refused(f"{FIXED}10A21B").readings] == ["A21B", "A"]


def test_other_separator_in_the_code_shows_that_nothing_is_merged() -> None:
    assert read(f"21S9{GS}{FIXED}10A21B") == (
        GTIN,
        "A21B",
        date(2027, 6, 30),
        "S9",
    )


def test_field_too_long_that_can_be_split_in_one_way_is_read() -> None:
    assert read(f"{FIXED}10AAAAAAAAAAAAAAAAAAAA21B")[1:] == (
        "A" * 20,
        date(2027, 6, 30),
        "B",
    )


def test_hidden_day_must_be_a_day() -> None:
    assert read(f"01{GTIN}10AB17279930") == (GTIN, "AB17279930", None, "")
    assert [one.lot for one in refused(f"01{GTIN}10AB17270630").readings] == [
        "AB17270630",
        "AB",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \r\n", "empty"),
        ("1" * 301, "too_long"),
        ("]d1ABC", "other_kind"),
        ("[)>\x1e06\x1d9N110375286414", "pharmacy_code"),
        (f"+d2{FIXED}10AB", "other_keyboard"),
        ("0107032069804989" + "17270630", "gtin"),
        (f"01{GTIN}17271330", "expiry"),
        (f"01{GTIN}17270631", "expiry"),
        (f"01{GTIN}1727063", "expiry"),
        (f"01{GTIN}170000", "expiry"),
        (f"01{GTIN}1727o630", "damaged"),
        ("0107032", "gtin"),
        (f"01{GTIN}17", "damaged"),
        (f"01{GTIN}10", "damaged"),
        (f"{FIXED}10A\u00e4", "damaged"),
        (f"{FIXED}10{'A' * 21}", "damaged"),
        ("hello", "damaged"),
        (f"{WHOLE}{GS}17280630", "twice"),
        (f"{WHOLE}{GS}10OTHER", "twice"),
        (f"{WHOLE}{GS}xx", "damaged"),
        (f"(01){GTIN}(10)", "damaged"),
        ("(hello)", "damaged"),
    ],
)
def test_code_that_cannot_be_read_says_why(text: str, code: str) -> None:
    error = refused(text)

    assert (error.code, error.readings) == (code, ())
    assert error.mending != ""


def test_article_number_alone_says_what_lacks() -> None:
    scan = read_scan("4006381333931")

    assert (scan.gtin, scan.doubts) == ("04006381333931", ("no_lot", "no_expiry"))


def test_other_digits_of_that_length_are_no_article_number() -> None:
    assert refused("4006381333932").code == "damaged"


def test_digits_that_are_a_field_and_an_article_number_are_asked() -> None:
    error = refused("1012345678904")

    assert [(one.gtin, one.lot) for one in error.readings] == [
        ("01012345678904", ""),
        ("", "12345678904"),
    ]


def test_code_of_something_else_is_of_no_use() -> None:
    assert refused("400ORDER").code == "damaged"


def test_small_letters_are_kept_and_doubted() -> None:
    assert read_scan(f"{FIXED}10c7x3") == Scan(
        raw=f"{FIXED}10c7x3",
        gtin=GTIN,
        lot="c7x3",
        expires_on=date(2027, 6, 30),
        doubts=("lower_case",),
    )


def test_lot_alone_says_that_the_article_lacks() -> None:
    assert read_scan("10C7X3").doubts == ("no_gtin", "no_expiry")


def test_refusal_shows_the_separator_as_a_sign() -> None:
    assert refused(f"{WHOLE}{GS}xx").where == f"{FIXED}10C7X3\u241d21S9\u241dxx"
