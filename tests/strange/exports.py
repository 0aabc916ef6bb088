"""Small exports as agencies send them, made up: no row of them is anybody's. The tests declare how they are read."""

import io
import json
import zipfile
from datetime import date, datetime
from zoneinfo import ZoneInfo

import xlsxwriter

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def workbook_with_two_header_rows() -> bytes:
    """Monthly counts: a title, merged headers in two rows, merged cells, numbers as text, serial dates, a footer."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet("填表说明").write(0, 0, "本表按月报送。")
        sheet = book.add_worksheet("2023年警情月报")
        sheet.merge_range(0, 0, 0, 5, "某市警情月报（2023年）")
        for column, name in enumerate(("月份", "所属区")):
            sheet.merge_range(1, column, 2, column, name)
        sheet.merge_range(1, 2, 1, 3, "刑事")
        sheet.merge_range(1, 4, 1, 5, "治安")
        for column, name in enumerate(("盗窃", "诈骗", "盗窃", "殴打"), start=2):
            sheet.write(2, column, name)
        serial = (date(2023, 1, 1) - date(1899, 12, 30)).days
        rows = [
            ("东区", 12, "7", 30, "1,204"),
            ("西区", 3, "－", 9, "8"),
            ("东区", 10, "6", 28, "11"),
            ("西区", 4, "2", "7", 9),
        ]
        for number, row in enumerate(rows):
            line = 3 + number
            if number % 2 == 0:
                # Merged down over both districts of the month.
                sheet.merge_range(line, 0, line + 1, 0, serial + 31 * (number // 2))
            sheet.write_row(line, 1, row)
        sheet.write(7, 0, "合计")
        sheet.write_row(7, 2, (29, 15, 74, 1232))
        sheet.write(9, 0, "填表：综合科")
    return content.getvalue()


def zip_of_gbk_months() -> bytes:
    """Two months in GBK under Chinese names, with full-width digits and dates such as 2022年11月8日."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for month, days in ((11, (8, 9, 30)), (12, (1, 31))):
            lines = ["报警日期,时段,类型,件数,辖区"]
            for day in days:
                lines.append(f"2022年{month}月{day}日,夜间,入室盗窃,{'１２' if day == 8 else '3'},南山派出所")
            # As a Chinese Windows packs: names in its code page, not marked as such.
            info = zipfile.ZipInfo("x" * 12)
            name = f"月报/2022年{month:02}月.csv"
            info.filename = name.encode("gb18030").decode("cp437")
            archive.writestr(info, ("\r\n".join(lines) + "\r\n").encode("gbk"))
        archive.writestr("readme.doc", b"letter")
    return content.getvalue()


def utf_16_survey() -> bytes:
    """What a spreadsheet saves as `Unicode text`: UTF-16 with tabs, thousands marks and percent signs."""
    lines = [
        "District\tWave\tSense of safety\tSatisfied\tSample",
        "North\t2023-Q1\t93.5%\t81.2%\t1,250",
        "South\t2023-Q1\t90.0%\t79.9%\t1,100",
        "North\t2023-Q2\t94.1 %\t82%\t1,251",
        "South\t2023-Q2\t88.6%\tn/a\t980",
    ]
    return "\r\n".join(lines).encode("utf-16")


def big5_with_years_of_the_republic() -> bytes:
    """Big5; years of the republic; 台 and 臺 by turns; a subtotal; no ids, so equal rows are different events."""
    lines = [
        "發生日期,案類,縣市別,鄉鎮市區",
        "111/11/08,竊盜,台東縣,台東市",
        "111/11/08,竊盜,台東縣,台東市",
        "1111109,竊盜,臺東縣,池上鄉",
    ]
    lines += ["99年1月5日,竊盜,臺北市,中正區", "111/12/01,竊盜,基隆市,中正區", "小計,,臺東縣,"]
    return ("\n".join(lines) + "\n").encode("cp950")


def json_lines_with_epochs() -> bytes:
    """JSON Lines with milliseconds since 1970; one of the events lies in the hour that autumn repeats."""
    moments = [datetime(2023, 7, 1, 23, 59), datetime(2023, 10, 29, 2, 30), datetime(2023, 12, 31, 23, 30)]
    zone = ZoneInfo("Europe/Berlin")
    rows = [
        {
            "id": f"E-{n}",
            "reported": int(at.replace(tzinfo=zone).timestamp() * 1000),
            "kind": "0101",
            "ward": ward,
        }
        for n, (at, ward) in enumerate(zip(moments, ("07", "7", 7), strict=True))
    ]
    return "\n".join(json.dumps(row) for row in rows).encode()


def wide_measures() -> bytes:
    """A survey with a column a question, and the wave in the title."""
    return (
        "测评结果（满分 100）,,,\n区代码,安全感,满意度,知晓率\n1,92.5,88,无\n2,90,85.5,70\n说明：无表示未调查\n"
    ).encode("utf-8-sig")


def addresses() -> bytes:
    """Alarms whose district stands in an address alone, a count that corrects an earlier one, counts beside."""
    lines = [
        "受理号;时间;类别;件数;案发地点",
        "A-1;08.11.2022 07:05;1004;1;某市东区解放路12号3单元",
        "A-2;08.11.2022 09:15;1004;3;某市西区人民路8号",
        "A-1;09.11.2022 10:00;1004;-1;某市东区解放路12号3单元",
        "A-3;09.11.2022 11:00;1004;1;外地",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("gb18030")


def day_slot_hour() -> bytes:
    """Date, part of the day and hour in columns of their own; codes that lost their zeros; two feeds in one file."""
    lines = [
        "单据,日期,时段,时,代码,区",
        "警情,20221108,上午,9,1004,1",
        "警情,20221108,下午,3,1004,02",
        "事件,20221108,下午,11,0101,2",
        "警情,221109,上午,12,1004,002",
    ]
    return ("\n".join(lines) + "\n").encode()


def stations() -> bytes:
    """Which station lies in which district: it completes rows that name the station alone."""
    return "编号|名称|区\n1|南山派出所|东区\n2|北山派出所|西区\n".encode()
