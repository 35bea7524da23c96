import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { contractOf } from "./updates.js";

const { resolve } = createRequire(import.meta.url);
const standin = file("../dist/src/cli/standin.js");
const prism = resolve("@stoplight/prism-cli/dist/index.js");

/**
 * How each server is run for a provider: `args` are those of node, `target` is where it has the vendor's path.
 * Prism takes paths as the contract writes them, without the base path of its server.
 */
export const peers = {
  standin: {
    label: "Standin",
    args: (_, port) => [standin, "serve", "--quiet", "--port", port],
    target: (provider, update) => `/${provider}${update.target}`,
  },
  standinAlone: {
    label: "Standin, one provider",
    args: (provider, port) => [standin, "serve", provider, "--quiet", "--port", port],
    target: (provider, update) => `/${provider}${update.target}`,
  },
  nodeHttp: {
    label: "node:http, no checks",
    args: (provider, port) => [file("servers/node-http.js"), provider, port],
    target: (_, update) => update.target,
  },
  express: {
    label: "Express 5, no checks",
    args: (provider, port) => [file("servers/express.js"), provider, port],
    target: (_, update) => update.target,
  },
  prism: {
    label: "prism mock",
    args: (provider, port) => [prism, "mock", "--verboseLevel", "silent", "--port", port, contractOf(provider)],
    target: (_, update) => update.target.slice(update.basePath.length),
  },
};

function file(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}
