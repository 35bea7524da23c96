import type { Reply } from "../../src/define.ts";

/** The canonical names that the member `error` has (guide "Errors"). */
const names = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  405: "Method Not Allowed",
  422: "Unprocessable Entity",
  503: "Service Unavailable",
} as const;

type RefusalStatus = keyof typeof names;

/** Truto's own refusal: three members, nothing more. The messages are assumed. */
export function refuse(status: RefusalStatus, message: string): Reply {
  return { status, body: { statusCode: status, error: names[status], message } };
}

/** A refusal by the provider behind Truto, which comes with the provider's own body. */
export function refuseRemotely(status: RefusalStatus, message: string): Reply {
  return {
    status,
    body: {
      statusCode: status,
      error: names[status],
      message,
      truto_is_remote_error: true,
      raw_response: { status: "error", message },
    },
  };
}
