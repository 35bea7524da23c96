import { AdapterError } from "./adapter-error.ts";

/** Where the adapter under test shall call. */
export interface Target {
  baseUrl: string;
  credential: string;
}

interface Line extends Target {
  id: number;
  operation: string;
  input: unknown;
}

/** What the driver knows to do, by operationId. */
export type Operations<Adapter> = Readonly<Record<string, (adapter: Adapter, input: never) => Promise<unknown>>>;

/** Reads one JSON object a line from standard input and answers each with one, in the order in which they are done. */
export async function serveLines<Adapter>(
  create: (target: Target) => Adapter,
  operations: Operations<Adapter>,
): Promise<void> {
  let rest = "";
  // Not node:readline, which ends a line at U+2028 too: JSON may hold that.
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() as string;
    for (const line of lines) void answer(line);
  }

  async function answer(line: string): Promise<void> {
    let id: number | null = null;
    let outcome: object;
    try {
      const request: Line = JSON.parse(line);
      id = request.id;
      const call = Object.hasOwn(operations, request.operation) ? operations[request.operation] : undefined;
      if (call === undefined) throw new AdapterError("invalid", `There is no operation "${request.operation}"`);
      outcome = { result: (await call(create(request), request.input as never)) ?? null };
    } catch (error) {
      outcome = { error: describe(error) };
    }
    process.stdout.write(`${JSON.stringify({ id, ...outcome })}\n`);
  }
}

function describe(error: unknown): object {
  if (!(error instanceof AdapterError)) return { kind: "defect", message: String(error) };
  const { kind, status, message, retryAfterMs } = error;
  return { kind, status, message, retryAfterMs };
}
