// The documented update of a provider on Express as it comes, with no checks: node express.js PROVIDER PORT
import express from "express";
import { readUpdate } from "../updates.js";

const [, , provider, port] = process.argv;
const { method, path, response: documented, merge } = readUpdate(provider);
const route = path.replace(/[^/]+$/, ":id");
const answers = new Map([[path.slice(path.lastIndexOf("/") + 1), documented.body]]);

const app = express();
app.use(express.json({ type: ["application/json", "application/*+json"] }));
app[method.toLowerCase()](route, (request, response) => {
  const answer = answers.get(request.params.id);
  if (answer === undefined) {
    response.sendStatus(404);
    return;
  }
  merge(answer, request.body);
  response.type(documented.headers["content-type"]).json(answer);
});
app.listen(Number(port), "127.0.0.1");
