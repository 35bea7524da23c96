// The documented update of a provider on bare node:http, with no checks: node node-http.js PROVIDER PORT
import { createServer } from "node:http";
import { readUpdate } from "../updates.js";

const [, , provider, port] = process.argv;
const { path, response: documented, merge } = readUpdate(provider);
const answers = new Map([[path, documented.body]]);

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const [path] = request.url.split("?", 1);
    const answer = answers.get(path);
    if (answer === undefined) {
      response.writeHead(404).end();
      return;
    }
    merge(answer, JSON.parse(Buffer.concat(chunks)));
    const text = JSON.stringify(answer);
    response.writeHead(200, {
      "content-type": documented.headers["content-type"],
      "content-length": Buffer.byteLength(text),
    });
    response.end(text);
  });
}).listen(Number(port), "127.0.0.1");
