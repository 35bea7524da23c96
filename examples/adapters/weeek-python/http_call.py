"""One request with its answer, whatever that is. Calls in several threads know nothing of each other."""

import http.client
import json
import re
import socket
import threading
import time
import urllib.parse

from adapter_error import AdapterError, kind_of_status
from read import ABSENT, Mismatch
from retry import milliseconds, pause, read_retry_after, with_retries


class Http:
    def __init__(self, base_url, headers, message_in, timeout_ms, max_wait_ms, now=None, sleep=None):
        for name, value in headers.items():
            # http.client would name the value in its own error, and with it the credential.
            if not re.fullmatch(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?", value):
                what = f"What goes into the header {name} is empty or has characters that it cannot hold"
                raise AdapterError("invalid", what)
        self._base = urllib.parse.urlsplit(base_url)
        self._headers = headers
        self._message_in = message_in
        self._timeout_s = timeout_ms / 1000
        self._max_wait_ms = max_wait_ms
        self._now = now or milliseconds
        self._sleep = sleep or pause

    def call(self, method, path, answer, query=None, body=None):
        """`path` has segments that are not encoded, `answer` reads the body: ABSENT when it is empty."""

        def attempt():
            return self._exchange(method, path, answer, query, body)

        return with_retries(method == "GET", attempt, self._max_wait_ms, self._sleep)

    def _exchange(self, method, path, answer, query, body):
        what = f"{method} /{'/'.join(path)}"
        target = "/".join([self._base.path.rstrip("/"), *(urllib.parse.quote(segment, safe="") for segment in path)])
        if query:
            target += "?" + urllib.parse.urlencode(query, quote_via=urllib.parse.quote)
        headers = {"accept": "application/json", "user-agent": "weeek-adapter", **self._headers}
        content = None
        if body is not None:
            content = json.dumps(body).encode()
            headers["content-type"] = "application/json"
        response, received, lost = self._send(method, target, headers, content)
        if response is None:
            raise AdapterError("network", f"{what}: {lost}", timed_out=isinstance(lost, TimeoutError)) from lost
        status = response.status
        if not 200 <= status < 300:
            # A refusal is one, whatever has become of its body.
            words = self._message_in(_parse(received)) or received.decode(errors="replace").strip()[:200]
            retry_after_ms = read_retry_after(response.headers, self._now)
            raise AdapterError(kind_of_status(status), f"{what}: {status} {words}".strip(), status, retry_after_ms)
        if lost is not None:
            raise AdapterError("network", f"{what}: {lost}", timed_out=isinstance(lost, TimeoutError)) from lost
        return self._read(what, response, received, answer)

    def _send(self, method, target, headers, content):
        """The response's head (None without one), what came of its body, and what broke it off (None if nothing)."""
        connect = http.client.HTTPSConnection if self._base.scheme == "https" else http.client.HTTPConnection
        connection = connect(self._base.hostname, self._base.port, timeout=self._timeout_s)
        until = time.monotonic() + self._timeout_s
        response, received, watch = None, b"", None
        try:
            connection.connect()
            # The socket's own limit is for each read: an answer that drips would never reach it.
            watch = threading.Timer(max(0, until - time.monotonic()), _shut, [connection.sock])
            watch.daemon = True
            watch.start()
            connection.request(method, target, content, headers)
            response = connection.getresponse()
            received = response.read()
            # What ends with the connection looks whole, too, when it is we who have ended that.
            if time.monotonic() < until:
                return response, received, None
            lost = None
        except http.client.IncompleteRead as error:
            received, lost = error.partial, error
        except (OSError, http.client.HTTPException) as error:
            lost = error
        finally:
            if watch is not None:
                watch.cancel()
            connection.close()
        if time.monotonic() >= until or isinstance(lost, TimeoutError):
            lost = TimeoutError("the time limit is over")
        return response, received, lost

    def _read(self, what, response, received, answer):
        def unexpected(problem):
            return AdapterError("unexpected-answer", f"{what}: {problem}", response.status)

        value = ABSENT
        if received:
            content_type = response.headers.get("content-type") or "none"
            if not re.match(r"application/([\w.-]+\+)?json *(;|$)", content_type, re.IGNORECASE):
                raise unexpected(f"the answer must be JSON, and its content type is {content_type}")
            value = _parse(received)
            if value is ABSENT:
                raise unexpected("the answer is no JSON")
        try:
            return answer(value, "answer")
        except Mismatch as error:
            raise unexpected(str(error)) from error


def _shut(sock):
    try:
        # Of the plain socket: TLS would wait for its goodbye.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        pass


def _parse(received):
    """ABSENT where it is no JSON in UTF-8."""
    try:
        return json.loads(received.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        return ABSENT


def _refuse(constant):
    raise ValueError(f"{constant} is no JSON")
