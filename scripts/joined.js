/**
 * The packages that the build makes part of ours: they have many modules, and are there for the build alone. The others
 * that the sources import are installed with the package.
 */
export const joined = ["ajv", "ajv-formats", "libphonenumber-js"];

/** What those need in their turn. */
export const joinedWithThem = ["fast-deep-equal", "fast-uri", "json-schema-traverse"];
