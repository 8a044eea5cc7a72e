"""Ports for peers on this machine."""

import socket

from hub.core.free_port import HOST, PORTS, are_free, free_port


def test_a_port_is_one_that_nobody_is_given_by_chance() -> None:
    assert {free_port() for _ in range(50)} <= set(PORTS)
    with socket.socket() as given:
        given.bind((HOST, 0))
        assert given.getsockname()[1] not in PORTS


def test_ports_in_a_row_are_all_free() -> None:
    first = free_port(3)
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as taken:
            taken.bind((HOST, first + 2))
            assert are_free(range(first, first + 2))
            assert not are_free(range(first, first + 3))
