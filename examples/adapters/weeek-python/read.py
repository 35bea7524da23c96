"""Readers: each takes a value that is as documented, and raises Mismatch at any other. `at` says where it stands."""

import datetime
import json
import re

ABSENT = object()


class Mismatch(Exception):
    pass


def _typed(what, is_one):
    def read(value, at):
        if is_one(value):
            return value
        shown = "absent" if value is ABSENT else json.dumps(value, ensure_ascii=False, default=str)[:100]
        raise Mismatch(f"{at} must be {what}, and is {shown}")

    return read


text = _typed("a text", lambda value: isinstance(value, str))
flag = _typed("true or false", lambda value: isinstance(value, bool))
# To Python true is a number, and to JSON it is none.
integer = _typed("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool))
_object = _typed("an object", lambda value: isinstance(value, dict))
_list = _typed("a list", lambda value: isinstance(value, list))

# What can stand in a path: "." and ".." would lead elsewhere, and half a surrogate pair cannot be encoded.
identifier = _typed(
    'a text with something in it, and neither "." nor ".."',
    lambda value: isinstance(value, str)
    and value not in ("", ".", "..")
    and not re.search("[\ud800-\udfff]", value),
)


def _is_date_time(value):
    form = r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)"
    if not isinstance(value, str) or not re.fullmatch(form, value):
        return False
    try:
        datetime.datetime.strptime(value[:19].upper(), "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return False
    return True


date_time = _typed("a date and time such as 2026-01-31T12:00:00Z", _is_date_time)


def text_of(least, most):
    """A text of `least` to `most` characters."""
    what = f"a text of {least} to {most} characters"
    return _typed(what, lambda value: isinstance(value, str) and least <= len(value) <= most)


def whole_number(least, most):
    def fits(value):
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

    return _typed(f"a whole number from {least} to {most}", fits)


def or_null(read):
    return lambda value, at: None if value is None else read(value, at)


def maybe(read):
    """For answers: what is absent is None."""
    return lambda value, at: None if value is ABSENT or value is None else read(value, at)


def list_of(read):
    def read_all(value, at):
        return [read(item, f"{at}[{index}]") for index, item in enumerate(_list(value, at))]

    return read_all


def record(members):
    """For answers: the members named here. Others are the vendor's to add, and left out."""

    def read_record(value, at):
        source = _object(value, at)
        return {name: read(source.get(name, ABSENT), f"{at}.{name}") for name, read in members.items()}

    return read_record


def given(members, required=()):
    """For input: what is absent stays absent, and what the vendor does not document is refused."""

    def read_given(value, at):
        source = _object(value, at)
        for name in required:
            if name not in source:
                raise Mismatch(f"{at}.{name} is missing")
        for name in source:
            if name not in members:
                raise Mismatch(f"{at}.{name} is not known; known are {', '.join(members)}")
        return {name: members[name](member, f"{at}.{name}") for name, member in source.items()}

    return read_given
