"""The adapter as a process: one JSON object a line in, one out, in the order in which they are done."""

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from adapter import WeeekAdapter
from adapter_error import AdapterError

OPERATIONS = {
    "getContact": WeeekAdapter.get_contact,
    "listContacts": WeeekAdapter.list_contacts,
    "createContact": WeeekAdapter.create_contact,
    "updateContact": WeeekAdapter.update_contact,
    "deleteContact": WeeekAdapter.delete_contact,
}
_output = threading.Lock()


def answer(line):
    answered = {"id": None}
    try:
        request = json.loads(line)
        answered["id"] = request["id"]
        operation = OPERATIONS.get(request["operation"])
        if operation is None:
            raise AdapterError("invalid", f'There is no operation "{request["operation"]}"')
        # The suite makes the adapter wait in real time, so that its patience is short here.
        adapter = WeeekAdapter(request["baseUrl"], request["credential"], timeout_ms=2000, max_wait_ms=5000)
        answered["result"] = operation(adapter, request["input"])
    except AdapterError as error:
        members = {"kind": error.kind, "status": error.status, "retryAfterMs": error.retry_after_ms}
        answered["error"] = {name: value for name, value in members.items() if value is not None}
        answered["error"]["message"] = str(error)
    except Exception as error:  # A defect of the adapter's is told as well, and ends nothing.
        answered["error"] = {"kind": "defect", "message": repr(error)}
    with _output:
        sys.stdout.write(json.dumps(answered) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    with ThreadPoolExecutor(max_workers=32) as pool:
        # Bytes: only "\n" ends a line.
        for received in sys.stdin.buffer:
            pool.submit(answer, received)
