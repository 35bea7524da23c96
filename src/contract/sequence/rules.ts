import { credentialLeak } from "./credential-leak.ts";
import { hammering } from "./hammering.ts";
import { keyReuse } from "./key-reuse.ts";
import { pageNumbers } from "./page-numbers.ts";
import { pagination } from "./pagination.ts";
import { retryAfter } from "./retry-after.ts";
import { retryRefused } from "./retry-refused.ts";
import { retryUnsafe } from "./retry-unsafe.ts";
import type { SequenceRule } from "./rule.ts";

/** Every rule of the part `sequence`. */
export const sequenceRules: readonly SequenceRule[] = [
  retryAfter,
  retryUnsafe,
  keyReuse,
  retryRefused,
  hammering,
  pagination,
  pageNumbers,
  credentialLeak,
];
