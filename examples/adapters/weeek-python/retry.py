"""What is repeated, and when."""

import email.utils
import random
import time

from adapter_error import AdapterError

MOST_TRIES = 3
FIRST_PAUSE_MS = 250


def with_retries(is_read, attempt, max_wait_ms, sleep):
    """Repeats what may be repeated and may be cured by it, and never sooner than the vendor allows."""
    tries = 1
    while True:
        try:
            return attempt()
        except AdapterError as error:
            if tries == MOST_TRIES or not _may_be_repeated(error, is_read):
                raise
            wait_ms = error.retry_after_ms
            if wait_ms is None:
                # Longer each time, and by chance, so that many callers do not come back as one.
                wait_ms = FIRST_PAUSE_MS * 2 ** (tries - 1) * (1 + random.random())
            if wait_ms > max_wait_ms:
                raise
        sleep(wait_ms)
        tries += 1


def _may_be_repeated(error, is_read):
    # The vendor has turned the request away undone. A 503 without a time may be for good.
    if error.status == 429 or (error.status == 503 and error.retry_after_ms is not None):
        return True
    # It may have been done; a time limit has used up the caller's patience as well.
    if error.kind == "network":
        return is_read and not error.timed_out
    return is_read and error.status in (408, 500, 502, 504)


def read_retry_after(headers, now):
    """Retry-After in milliseconds, given in seconds or as a date; None where it is neither."""
    value = (headers.get("retry-after") or "").strip()
    if value.isascii() and value.isdigit():
        return int(value) * 1000
    until = _read_date(value)
    if until is None:
        return None
    # Against the vendor's own clock where it tells the time: ours may go wrong.
    sent_at = _read_date(headers.get("date"))
    return max(0, until - (now() if sent_at is None else sent_at))


def _read_date(value):
    try:
        return email.utils.parsedate_to_datetime(value).timestamp() * 1000
    except (TypeError, ValueError):
        return None


def pause(milliseconds):
    time.sleep(milliseconds / 1000)


def milliseconds():
    """Since 1970."""
    return time.time() * 1000
