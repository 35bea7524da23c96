import { createRequire } from "node:module";

/**
 * What two readers of YAML could understand differently, and what only the exact one may judge: tags, directives, complex
 * and null keys, indentation indicators, anchors of anything but a text, and numbers that are not written as in JSON.
 */
const peculiar = new RegExp(
  [
    /(?:^|[:\-?,[{])[ \t]*!\S/,
    /^(?:%|\s*\?(?:\s|$))/,
    /(?:^|[\s,{[])(?:~|null)?[ \t]*:(?:\s|$)/,
    /(?:^|[:\-?][ \t]+)[|>][-+]?\d/,
    /(?:^|[-?,[{])[ \t]*&\w/,
    /:[ \t]+&\w\S*[ \t]*(?:$|[{[#|>&*!])/,
    /(?:^|[\s,[{])[-+]?[\d.][\d.]*_/,
    /(?:^|[\s,[{])(?:0b|[-+]0(?!\.?\d)|\+|-?\.\d|[-+]?\.(?:inf|nan))/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "im",
);

// Note: loaded when first used, for what the build has read is not read again.
const require = createRequire(import.meta.url);
let yaml: typeof import("js-yaml") | undefined;

/**
 * Reads YAML as it is mostly written, several times faster than the reader that knows places. Undefined where that one
 * has to be asked: the text is out of the ordinary, or wrong.
 */
export function readPlainYaml(text: string): unknown {
  if (peculiar.test(text)) return undefined;
  yaml ??= require("js-yaml") as typeof import("js-yaml");
  try {
    return yaml.load(text, { schema: yaml.CORE_SCHEMA }) ?? undefined;
  } catch {
    // Whether the text is wrong, and where, is for the exact reader to say.
    return undefined;
  }
}
