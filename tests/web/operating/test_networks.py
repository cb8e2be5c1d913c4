"""Whose X-Forwarded-For is believed: the proxies', nobody else's."""

from pathlib import Path

import pytest

from web import settings as environment
from web.shell import visit


@pytest.mark.parametrize(
    ("setting", "caller", "forwarded", "network"),
    [
        ("", "127.0.0.1", "1.2.3.4", "127.0.0.1"),
        ("1", "127.0.0.1", "1.2.3.4", "1.2.3.4"),
        ("1", "127.0.0.1", "9.9.9.9, 1.2.3.4", "1.2.3.4"),
        ("1", "::1", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("1", "::1", "2001:db8::1", "2001:db8::/64"),
        ("1", "::1", "2001:db8::5:6:7:8", "2001:db8::/64"),
        ("1", "::1", "[2001:db8::9]:443", "2001:db8::/64"),
        ("1", "::1", "::ffff:1.2.3.4", "1.2.3.4"),
        ("1", "127.0.0.1", "1.2.3.4:5678", "1.2.3.4"),
        ("1", "127.0.0.1", "9.9.9.9, <script>", "unknown"),
        ("1", "127.0.0.1", "1.2.3.4,,,", "127.0.0.1"),
        ("", "2001:db8::1", "1.2.3.4", "2001:db8::/64"),
        ("1", "no address", "1.2.3.4", "unknown"),
        ("1", "10.0.0.5", "1.2.3.4", "10.0.0.5"),
        ("10.0.0.5", "10.0.0.5", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.5, 10.1.0.0/16", "10.1.7.7", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.5", "127.0.0.1", "1.2.3.4", "127.0.0.1"),
    ],
)
def test_a_network_is_the_callers(
    tmp_path: Path, setting: str, caller: str, forwarded: str, network: str
) -> None:
    settings = environment.read({"ZHICHENG_DATA": str(tmp_path), "ZHICHENG_BEHIND_PROXY": setting})
    assert visit.network_of(caller, forwarded, settings.proxies) == network


def test_a_wrong_address_is_named_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="^ZHICHENG_BEHIND_PROXY must be 1, 0, or the proxies' addresses: "):
        environment.read({"ZHICHENG_DATA": str(tmp_path), "ZHICHENG_BEHIND_PROXY": "nginx"})
