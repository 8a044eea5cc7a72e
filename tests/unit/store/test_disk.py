"""Whether the disk with the data has room."""

from pathlib import Path

import pytest

from hub.core.errors import Unavailable
from hub.store.disk import check_room, free_bytes


def test_a_folder_that_is_not_there_yet_has_the_room_of_the_one_above(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "new" / "data") > 0


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    check_room(tmp_path, least=1)
    with pytest.raises(Unavailable) as failure:
        check_room(tmp_path, least=1 << 60)
    assert str(tmp_path) in failure.value.message
