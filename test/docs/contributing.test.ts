import { holdDocument } from "./hold-document.ts";

holdDocument("CONTRIBUTING.md", {
  "npm test": "this test is part of it",
  "bash .ci/run": "this test is part of it",
});
