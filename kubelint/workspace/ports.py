"""What a Service's port speaks, as far as its name and number tell."""

from __future__ import annotations

from typing import Any, Literal

from kubelint.pattern import regex

Speech = Literal["http", "https", "other", "unknown"]

_HTTP_NAMES = regex(
    r"(?:http|http2|h2c|grpc|grpc-web|web|ws|ui|www|webui|dashboard|frontend)(?:[-_].*)?$|.*-(?:http|web)$"
)
_HTTPS_NAMES = regex(r"(?:https|wss|grpcs|tls)(?:[-_].*)?$|.*-https$")
_OTHER_NAMES = regex(
    r"(?:tcp-.+|udp.*|mysql|mariadb|postgres(?:ql)?|pg|redis|mongo(?:db)?|mqtt|amqp|kafka|ldaps?|smtps?|submission|imaps?"
    r"|pop3s?|ssh|sftp|ftp|dns|sip|stun|turn|rtmp|rtsp|nats|syslog|game|minecraft|cql|cassandra|memcached?|etcd|zookeeper"
    r"|rabbitmq|vnc|rdp|git|mssql|sql|socks5?|openvpn|wireguard|client|peer|broker)(?:[-_].*)?$"
)
_OTHER = """
21 22 23 25 53 110 123 143 161 389 445 465 514 554 587 636 853 873 989 990 993 995 1080 1194 1433 1521 1812 1813 1883
1935 2049 2181 2222 2379 2380 3306 3389 3478 4222 4369 5060 5061 5222 5349 5432 5671 5672 5900 6379 6443 6514 7000 7001
8883 9042 9092 9093 9094 9300 11211 25565 26257 27017 27018 27019 50000 51820
"""
_OTHER_NUMBERS = frozenset(int(number) for number in _OTHER.split())
_HTTP_NUMBERS = frozenset(
    [80, 81, 3000, 4200, 5000, 5601, 7474, *range(8000, 8091), 8200, 8888, 9000, 9090, 9200, 15672, 50051]
)
_HTTPS_NUMBERS = frozenset([443, 8443, 9443])


def speech(port: dict[str, Any]) -> Speech:
    """HTTP, HTTPS, something else, or unknown: by ``appProtocol``, its name, its number, its target."""
    if port.get("protocol", "TCP") != "TCP":
        return "other"
    for clue in (port.get("appProtocol"), port.get("name"), port.get("port"), port.get("targetPort")):
        told = _of_name(clue) if isinstance(clue, str) else _of_number(clue)
        if told != "unknown":
            return told
    return "unknown"


def _of_name(name: str) -> Speech:
    text = name.lower().removeprefix("kubernetes.io/")
    if _HTTPS_NAMES.match(text):
        return "https"
    if _HTTP_NAMES.match(text):
        return "http"
    return "other" if _OTHER_NAMES.match(text) else "unknown"


def _of_number(number: Any) -> Speech:
    if not isinstance(number, int):
        return "unknown"
    if number in _HTTPS_NUMBERS:
        return "https"
    if number in _HTTP_NUMBERS:
        return "http"
    return "other" if number in _OTHER_NUMBERS else "unknown"
