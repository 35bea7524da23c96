// A small adapter for acme with its driver. DEFECT names what is wrong with it.
import { createInterface } from "node:readline";

const { DEFECT } = process.env;

createInterface({ input: process.stdin }).on("line", async (line) => {
  const { id, operation, input, baseUrl, credential } = JSON.parse(line);
  if (DEFECT === "dies" || DEFECT === `dies at ${operation}`) process.exit(1);
  const outcome = await call(operation, input, baseUrl, credential).then(
    (result) => ({ result }),
    ({ message, status }) => ({ error: { message, status } }),
  );
  process.stdout.write(`${JSON.stringify({ id, ...outcome })}\n`);
});

async function call(operation, input, baseUrl, credential) {
  const headers = { authorization: `Bearer ${credential}`, "content-type": "application/json" };
  const name = DEFECT === "misspelt" ? "titel" : "title";
  const response =
    operation === "createTask"
      ? await fetch(`${baseUrl}/tasks`, { method: "POST", headers, body: JSON.stringify({ [name]: input.title }) })
      : await fetch(`${baseUrl}/tasks/${encodeURIComponent(input.id)}`, { headers });
  if (!response.ok) throw Object.assign(new Error(`acme answers ${response.status}`), { status: response.status });
  return response.json();
}
