import { createRequire } from "node:module";

const { version } = createRequire(import.meta.url)("@stoplight/prism-cli/package.json") as { version: string };

/** What docs/defects.md says before its summary. */
export const introduction = `# What the adapter suite catches

[test/defects](../test/defects/all.ts) has adapters that are wrong in exactly one place: those of [examples/adapters](../examples/adapters/README.md), which are otherwise correct, each with one realistic mistake. The suite names every one by the rule, and at the place, that stands here, and has nothing to say of the correct ones; tests hold both. Beside it stands what \`prism proxy\` ${version}, the usual choice for judging traffic against OpenAPI, says of the same traffic with the same contract. \`npm run defects\` measures anew and writes this page.`;

/** What it says between summary and tables. */
export const method = `What Prism does not see it does not claim to see: it judges exchanges one by one, and knows neither what went into the adapter nor what came out. It also takes members and parameters that the contract does not name for allowed, as OpenAPI does ([the second opinion](../test/second-opinion/README.md) has all such differences). And the traffic is there only because the suite makes the adapter send it.

## How it was measured

- The suite works on the defective adapter until a case finds the defect by its rule: that is the case in the tables. Where a group of cases is there for the defect alone, it goes on to the end.
- A server between adapter and stand-in keeps what passes during that case, byte for byte and with the credential.
- Each request is sent again to a process of \`prism proxy\`, started with the provider's contract and otherwise as it comes, whose upstream answers as the stand-in did. An answer that broke off breaks off again, and one that never came is a connection that ends. Where the stand-in answers 501, for it cannot know what the vendor says to a path that no document has, the upstream answers 404: of a 501 Prism would say nothing.
- All that Prism says counts, of request or answer, error or warning: what it puts into \`sl-violations\`, which its log repeats, and answers that are its own, but for those in the place of one that never came or broke off. What it says of the correct adapter in the same case does not count: there the stand-in misbehaved on purpose.

A place is a part of the exchange with a JSON Pointer; \`adapter\` is the adapter's own conduct, with a pointer into its input or result, and \`sequence\` several exchanges. For the rules of \`sequence\` see [sequence.md](sequence.md), for the cases [adapter-suite.md](adapter-suite.md).`;
