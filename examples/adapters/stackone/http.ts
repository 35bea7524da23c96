import { AdapterError, kindOfStatus } from "./adapter-error.ts";
import { Mismatch, type Read } from "./read.ts";
import { type Effect, readRetryAfter, type Timing, withRetries } from "./retry.ts";

export interface HttpOptions extends Timing {
  /** What stands before every path. */
  baseUrl: string;
  /** Sent with every request, the credential above all. */
  headers: Readonly<Record<string, string>>;
  /** Of bodies, in both directions. */
  mediaType: string;
  /** The vendor's own words in the body of a refusal; undefined where there are none. */
  messageIn: (body: unknown) => string | undefined;
}

export interface Call<T> {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Its segments, not encoded. */
  path: readonly string[];
  /** What is undefined is left out. */
  query?: Readonly<Record<string, string | number | undefined>>;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
  effect: Effect;
  /** Reads the answer's body, which is undefined when it is empty. */
  answer: Read<T>;
}

/** Calls the vendor. It has no state: calls at the same time know nothing of each other. */
export class Http {
  readonly #options: HttpOptions;

  constructor(options: HttpOptions) {
    // fetch would name the value in its own error, and with it the credential.
    for (const [name, value] of Object.entries(options.headers)) {
      if (/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value)) continue;
      throw new AdapterError(
        "invalid",
        `What goes into the header ${name} is empty or has characters that it cannot hold`,
      );
    }
    this.#options = options;
  }

  call<T>(call: Call<T>): Promise<T> {
    return withRetries(call.effect, this.#options, () => this.#exchange(call));
  }

  async #exchange<T>({ method, path, query = {}, headers, body, answer }: Call<T>): Promise<T> {
    const { baseUrl, mediaType, timeoutMs = 10_000, now, messageIn } = this.#options;
    const url = new URL(`${baseUrl.replace(/\/+$/, "")}/${path.map(encodeURIComponent).join("/")}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const what = `${method} /${path.join("/")}`;
    const lost = (cause: unknown): never => {
      throw new AdapterError("network", `${what}: ${describe(cause)}`, { cause });
    };
    const response = await fetch(url, {
      method,
      headers: {
        accept: mediaType,
        ...(body === undefined ? {} : { "content-type": mediaType }),
        ...this.#options.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // Another host would get the credential.
      redirect: "manual",
      // Until the last byte, however slowly they come.
      signal: AbortSignal.timeout(timeoutMs),
    }).catch(lost);
    const { status } = response;
    if (!response.ok) {
      // A refusal is one, whatever has become of its body.
      const text = await readText(response).catch(() => "");
      const words = messageIn(parse(text)) ?? text.trim().slice(0, 200);
      const retryAfterMs = readRetryAfter(response.headers, now);
      throw new AdapterError(kindOfStatus(status), `${what}: ${status} ${words}`.trim(), { status, retryAfterMs });
    }
    const unexpected = (problem: string) => new AdapterError("unexpected-answer", `${what}: ${problem}`, { status });
    const text = await readText(response).catch((error) => {
      throw error instanceof NotUtf8 ? unexpected("the answer is no UTF-8") : lost(error);
    });
    const type = response.headers.get("content-type") ?? "none";
    if (text !== "" && !/^application\/([\w.-]+\+)?json *(;|$)/i.test(type)) {
      throw unexpected(`the answer must be JSON, and its content type is ${type}`);
    }
    const value = text === "" ? undefined : parse(text);
    if (text !== "" && value === undefined) throw unexpected("the answer is no JSON");
    try {
      return answer(value, "answer");
    } catch (error) {
      throw error instanceof Mismatch ? unexpected(error.message) : error;
    }
  }
}

class NotUtf8 extends Error {}

async function readText(response: Response): Promise<string> {
  const bytes = await response.arrayBuffer();
  try {
    // text() would put U+FFFD in the place of what it cannot read.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NotUtf8("no UTF-8", { cause });
  }
}

/** undefined where it is no JSON, which no JSON text stands for. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** fetch says "fetch failed" alone, and why in its cause. */
function describe(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message !== "" ? `${message}: ${cause.message}` : message;
}
