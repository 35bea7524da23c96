import { setFlagsFromString } from "node:v8";

/**
 * Keeps the room for young garbage as it is: under load V8 would double it, for 16 MB more and nothing sooner. And lets
 * old garbage have half as much room as what lives: V8 would give it three times as much, which the states of thousands of
 * tenants fill, and an archive of millions of exchanges. Note: V8 reads the flags each time that it needs them. Of a flag that it no
 * longer knew it would write an error to standard error and go on; the tests hold that a start writes none.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=50");
}
