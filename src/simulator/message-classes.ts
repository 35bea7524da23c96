import { IncomingMessage, ServerResponse } from "node:http";

/** Request and response classes that http.createServer takes. */
export interface MessageClasses {
  IncomingMessage: typeof IncomingMessage;
  ServerResponse: typeof ServerResponse;
}

/**
 * Express gives every request and response its own prototypes, which changes their hidden classes and makes all that
 * touches them afterwards slow. These classes carry Express's members from the start, and the application is told that
 * their prototypes are its own: what it sets then changes nothing.
 */
export function adoptPrototypes(app: { request: object; response: object }): MessageClasses {
  class StandinRequest extends IncomingMessage {}
  class StandinResponse<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {}
  copyMembers(app.request, StandinRequest.prototype, IncomingMessage.prototype);
  copyMembers(app.response, StandinResponse.prototype, ServerResponse.prototype);
  app.request = StandinRequest.prototype;
  app.response = StandinResponse.prototype;
  return { IncomingMessage: StandinRequest, ServerResponse: StandinResponse };
}

/** Copies what the chain of prototypes has below `base`, nearest last, so that it prevails. */
function copyMembers(from: object, to: object, base: object): void {
  const parent: unknown = Object.getPrototypeOf(from);
  if (typeof parent === "object" && parent !== null && parent !== base) copyMembers(parent, to, base);
  for (const key of Reflect.ownKeys(from)) {
    if (key === "constructor") continue;
    Object.defineProperty(to, key, Object.getOwnPropertyDescriptor(from, key) as PropertyDescriptor);
  }
}
