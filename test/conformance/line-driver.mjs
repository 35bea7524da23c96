// A driver that does what its input says, so that a test can have it misbehave.
import { createInterface } from "node:readline";

if (process.env.SAY_NOTHING) setInterval(() => {}, 1000);
else if (process.env.DIE_AT_ONCE) {
  process.stderr.write("Traceback: no module named adapter\n");
  process.exit(3);
} else
  createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, operation, input, credential } = JSON.parse(line);
    const answer = (result) => process.stdout.write(`${JSON.stringify({ id, result })}\n`);
    const deeds = {
      answer: () => answer({ pid: process.pid, input }),
      lines: () => process.stdout.write(`{"id":${id},"result":"one\u2028two"}\n`),
      die() {
        process.stderr.write("Segmentation fault\n");
        process.exit(1);
      },
      hang() {},
      garbage: () => process.stdout.write("Connecting to the vendor ...\n"),
      "no-number": () => process.stdout.write('{"result":1}\n'),
      both: () => process.stdout.write(`{"id":${id},"result":1,"error":{"message":"x"}}\n`),
      "no-message": () => process.stdout.write(`{"id":${id},"error":{"kind":"x"}}\n`),
      "other-call": () => process.stdout.write('{"id":4711,"result":1}\n'),
      twice: () => process.stdout.write(`{"id":${id},"result":1}\n{"id":${id},"result":2}\n`),
      "twice-later"() {
        answer(1);
        setTimeout(() => answer(2), 20);
      },
      prints() {
        process.stderr.write(`used ${credential.slice(0, 5)}`);
        setTimeout(() => process.stderr.write(`${credential.slice(5)}\n`), 20);
        setTimeout(() => answer("printed"), 40);
      },
      wait: () => setTimeout(() => answer("late"), 50),
    };
    deeds[operation]();
  });
