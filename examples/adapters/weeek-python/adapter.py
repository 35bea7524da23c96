"""Contacts of one WEEEK workspace, with nothing but Python's standard library (3.9 or later)."""

from adapter_error import AdapterError
from http_call import Http
from read import (
    ABSENT,
    Mismatch,
    date_time,
    flag,
    given,
    identifier,
    integer,
    list_of,
    maybe,
    or_null,
    record,
    text,
    text_of,
    whole_number,
)


class WeeekAdapter:
    """Every method takes and gives plain JSON values, and raises AdapterError and nothing else.

    base_url      "https://api.weeek.net/public/v1", or what stands in for it
    credential    the workspace's token
    timeout_ms    for one whole answer
    max_wait_ms   the longest wait before another try; a vendor that asks for more gets the call refused at once
    now, sleep    milliseconds since 1970, and a wait of milliseconds
    """

    def __init__(self, base_url, credential, timeout_ms=10_000, max_wait_ms=60_000, now=None, sleep=None):
        headers = {"authorization": f"Bearer {credential}"}
        self._http = Http(base_url, headers, _message_in, timeout_ms, max_wait_ms, now, sleep)

    def get_contact(self, value):
        """Takes {"id"}."""
        wanted = _read_input(_by_id, value)
        return self._http.call("GET", ["crm", "contacts", wanted["id"]], _contact_answer)

    def list_contacts(self, value=None):
        """All contacts. Takes {"search"?, "limit"?}: `limit` is for one request, 50 by default.

        One that is deleted in the meantime may hide another: WEEEK pages by number, not by cursor.
        """
        wanted = _read_input(_contacts_input, {} if value is None else value)
        contacts, before = [], None
        # WEEEK does not say how many there are, and a page that is not full need not be the last.
        while True:
            query = {"limit": 50, **wanted, "offset": len(contacts)}
            page = self._http.call("GET", ["crm", "contacts"], _not_again(_contacts_answer, before), query)
            if not page:
                return contacts
            contacts += page
            before = page

    def create_contact(self, value):
        """Takes {"contact"}."""
        body = _read_input(_create_input, value)["contact"]
        return self._http.call("POST", ["crm", "contacts"], _contact_answer, body=body)

    def update_contact(self, value):
        """Takes {"id", "contact"}. A field that is absent keeps its value; a list replaces the one that is there."""
        wanted = _read_input(_update_input, value)
        return self._http.call("PUT", ["crm", "contacts", wanted["id"]], _contact_answer, body=wanted["contact"])

    def delete_contact(self, value):
        """Takes {"id"}."""
        wanted = _read_input(_by_id, value)
        self._http.call("DELETE", ["crm", "contacts", wanted["id"]], _deleted)


_contact_input = given(
    {
        "firstName": text_of(1, 255),
        "lastName": or_null(text_of(0, 255)),
        "middleName": or_null(text_of(0, 255)),
        "organizations": or_null(list_of(text)),
        "emails": or_null(list_of(text_of(1, 255))),
        "phones": or_null(list_of(text_of(1, 255))),
        "tags": or_null(list_of(integer)),
    },
    required=["firstName"],
)
_contacts_input = given({"search": text, "limit": whole_number(1, 1000)})
_by_id = given({"id": identifier}, required=["id"])
_create_input = given({"contact": _contact_input}, required=["contact"])
_update_input = given({"id": identifier, "contact": _contact_input}, required=["id", "contact"])

_contact = record(
    {
        "id": maybe(text),
        "creatorId": maybe(text),
        "firstName": maybe(text),
        "lastName": maybe(text),
        "middleName": maybe(text),
        "organizations": maybe(list_of(text)),
        "emails": maybe(list_of(record({"id": maybe(text), "email": maybe(text)}))),
        "phones": maybe(list_of(record({"id": maybe(text), "phone": maybe(text)}))),
        "tags": maybe(list_of(integer)),
        "createdAt": maybe(date_time),
        "updatedAt": maybe(date_time),
    }
)


def _succeeded(value, at):
    """The status alone does not say it: the envelope could deny it."""
    if record({"success": maybe(flag)})(value, at)["success"] is False:
        raise Mismatch(f"the call did not succeed: {_message_in(value) or 'WEEEK does not say why'}")


def _contact_answer(value, at):
    _succeeded(value, at)
    return record({"contact": _contact})(value, at)["contact"]


def _contacts_answer(value, at):
    _succeeded(value, at)
    return record({"contacts": list_of(_contact)})(value, at)["contacts"]


def _deleted(value, at):
    if value is not ABSENT:
        _succeeded(value, at)


def _not_again(read, before):
    """A vendor that overlooks `offset` would give the same page for ever."""

    def read_page(value, at):
        page = read(value, at)
        if page and page == before:
            raise Mismatch(f"{at} is the same page once more")
        return page

    return read_page


def _read_input(read, value):
    """Before anything is sent."""
    try:
        return read(value, "input")
    except Mismatch as error:
        raise AdapterError("invalid", str(error)) from error


def _message_in(body):
    message = body.get("message") if isinstance(body, dict) else None
    return message if isinstance(message, str) else None
