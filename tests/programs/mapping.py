# SPDX-License-Identifier: GPL-2.0-or-later
"""What OpenSearch and Elasticsearch accept as a value of a mapped type, with the strictest settings of a server."""
import datetime
import re

DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{9}Z")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
BITS = {"integer": 32, "long": 64}


def is_whole(value, bits):
    return isinstance(value, str) and re.fullmatch(r"-?\d+", value) is not None and \
        -2 ** (bits - 1) <= int(value) < 2 ** (bits - 1)


def is_date(value):
    """In the default format: ISO 8601, or milliseconds since 1970."""
    if isinstance(value, str) and re.fullmatch(r"\d{13}", value):
        return True
    found = DATE.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return False
    datetime.datetime.strptime(found.group(1), "%Y-%m-%dT%H:%M:%S")
    return True


def obeys(kind, value):
    """Whether one value, which may not be a list, is of the type; null is a value of every type."""
    if value is None:
        return True
    if kind in BITS:
        return is_whole(value, BITS[kind])
    if kind in ("float", "double"):
        return isinstance(value, str) and NUMBER.fullmatch(value) is not None
    if kind == "boolean":
        return isinstance(value, bool)
    if kind in ("date", "date_nanos"):
        return is_date(value)
    return kind in ("keyword", "text") and isinstance(value, str)


def messages(layers):
    """The items of the protocol anywhere below the layers of a packet, in their order."""
    if isinstance(layers, list):
        return [item for layer in layers for item in messages(layer)]
    if not isinstance(layers, dict):
        return []
    found = []
    for name, layer in layers.items():
        if name == "sipreg":
            found += layer if isinstance(layer, list) else [layer]
        else:
            found += messages(layer)
    return found
