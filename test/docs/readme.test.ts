import { holdDocument } from "./hold-document.ts";

holdDocument("README.md", {
  "npm test": "this test is part of it",
  "npm ci --ignore-scripts --prefix bench\nnode bench/run.js": "it takes ten minutes and the npm registry",
});
