// npm start: sets up what is missing, then serves in this same process, so that a signal has one place to go.
import "./setup.js";

process.argv.splice(2, 0, "serve");
await import("../dist/src/cli/standin.js");
