import { holdDocument } from "./hold-document.ts";
import { suitePages } from "./topics.ts";

for (const name of suitePages) holdDocument(name);
