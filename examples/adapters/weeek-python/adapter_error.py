"""The one error that comes out of the adapter."""


class AdapterError(Exception):
    """Its message has the vendor's own words, and never the credential.

    kind             "invalid", "unauthenticated", "forbidden", "not-found", "conflict", "rate-limited", "unavailable",
                     "network" (no whole answer in time) or "unexpected-answer" (not what the vendor documents). After
                     the last two nobody knows what became of a write.
    status           the HTTP status; None where there was no answer
    retry_after_ms   None where the vendor named no time
    timed_out        whether the time limit ended the call
    """

    def __init__(self, kind, message, status=None, retry_after_ms=None, timed_out=False):
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.retry_after_ms = retry_after_ms
        self.timed_out = timed_out


_KINDS = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    408: "unavailable",
    409: "conflict",
    410: "not-found",
    412: "conflict",
    429: "rate-limited",
    501: "invalid",
}


def kind_of_status(status):
    """What a status of 300 or more means."""
    if status < 400:
        # A redirect is not followed: where it leads to is not trusted with the credential.
        return "unexpected-answer"
    return _KINDS.get(status, "unavailable" if status >= 500 else "invalid")
