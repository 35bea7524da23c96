import { holdDocument } from "./hold-document.ts";

holdDocument("README.md", { "npm test": "this test is part of it" });
