from glabella.charts.table import Table


def test_a_table_is_written_in_columns_for_a_terminal() -> None:
    table = Table("Caption", ("Day", "Value"), (("2 Mar 2026", "9"), ("3 Mar", "10")))

    assert table.text() == (
        "Caption\nDay         Value\n----------  -----\n2 Mar 2026  9\n3 Mar       10"
    )


def test_a_table_without_rows_has_its_header() -> None:
    assert Table("Caption", ("Day",), ()).text() == "Caption\nDay\n---"
