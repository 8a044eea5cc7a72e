import csv
import io

from hub.desk.sheet import BOM, csv_file


def test_what_a_spreadsheet_would_run_is_text():
    data = csv_file(("name",), [["=1+1"], ["+49"], ["-1"], ["@x"], ["\tx"], ['a,b\n"c"'], [None], [5]])
    text = data.decode()
    assert text.startswith(BOM)
    rows = [row[0] for row in csv.reader(io.StringIO(text.removeprefix(BOM)))]
    assert rows == ["name", "'=1+1", "'+49", "'-1", "'@x", "'\tx", 'a,b\n"c"', "", "5"]
