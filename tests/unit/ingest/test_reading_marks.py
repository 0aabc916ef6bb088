"""Rows that could not be read are refused with a reason of their own, and the file's rows add up."""

from typing import Any

import xlsxwriter

from orchestration.registry.feeds import Feed

ALARMS = """
schema_version: 1
source_id: alarms
feed: police_alarms
title: {zh: 警情, en: alarms}
files: "alarms.*"
format: FORMAT
columns:
  occurred_at: {column: time, formats: "%Y-%m-%d"}
  category: {column: category}
  channel: {column: channel}
areas:
  - {level: district, column: district}
coverage: {by: events}
"""
GOOD = [["2024-01-01", "1004", "1", "110"]] * 20


def test_lines_that_cannot_be_read_are_quarantined_alone(city: Any) -> None:
    city.declare("alarms", ALARMS.replace("FORMAT", "{type: csv}"))
    good = "".join(",".join(row) + "\n" for row in GOOD)
    city.put("alarms.csv", f'time,category,district,channel\n{good}2024-01-02,1004,1,"张三"丰"\n2,1004,1,x,y\n{good}')
    (file,) = city.load(Feed.POLICE_ALARMS)
    assert (file.status, file.rows_read, file.rows_accepted, file.adds_up) == ("loaded", 42, 40, True)
    assert city.reasons() == {"unreadable_line": 1, "too_many_cells": 1}
    (quarantine,) = city.home.quarantine.rglob("*.parquet")
    assert "张三".encode() not in quarantine.read_bytes()


def test_a_row_with_an_error_in_a_cell_that_is_used_is_quarantined(city: Any) -> None:
    city.declare("alarms", ALARMS.replace("FORMAT", "{type: xlsx}"))
    with xlsxwriter.Workbook(city.inbox / "alarms.xlsx") as book:
        page = book.add_worksheet()
        for y, row in enumerate([["time", "category", "district", "channel"], *GOOD, *GOOD]):
            page.write_row(y, 0, row)
        # Text takes anything, so the error would stand in the warehouse as a channel.
        page.write_formula(5, 3, "=NA()", value="#N/A")
    (file,) = city.load(Feed.POLICE_ALARMS)
    assert (file.rows_read, file.rows_accepted, city.reasons()) == (40, 39, {"error_cell": 1})
