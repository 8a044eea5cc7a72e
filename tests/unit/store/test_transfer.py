import pytest

from hub.core.errors import InvalidInput
from hub.store.codec import encode
from hub.store.transfer import first_line, last_line, read_lines, record_line
from tests.fakes.records import contact


def test_reads_what_it_wrote():
    record = contact(name='"\\ \n 你好')
    lines = [first_line("acme"), record_line("contact", encode(record)), last_line(1)]
    assert list(read_lines(lines)) == [record]
    assert all(line.count(b"\n") == 1 for line in lines)


def test_refuses_another_format():
    with pytest.raises(InvalidInput, match="format 1"):
        list(read_lines([b'{"format":2,"tenant":"acme"}\n', last_line(0)]))
