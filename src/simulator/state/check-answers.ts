import type { AnswerView } from "../../define.ts";
import { judgeReply } from "../judge-reply.ts";
import type { ServedProvider } from "../provider.ts";
import { shorten, show } from "../refusal.ts";
import { requireReply, toWireReply } from "../reply.ts";
import { type BrokenRecord, toFound } from "./broken-record.ts";
import { type BrokenPlace, type Path, toPointer } from "./plain-data.ts";
import { mostBroken } from "./state-refusal.ts";

/** Answers that were kept, each of them one that its operation may give. */
export function checkAnswers(
  { contract }: ServedProvider,
  view: AnswerView,
  records: ReadonlyMap<unknown, unknown>,
  path: Path,
): (BrokenPlace | BrokenRecord)[] {
  const found: (BrokenPlace | BrokenRecord)[] = [];
  const collection = path.join(".");
  for (const [key, record] of records) {
    try {
      const { operation: id, reply } = view.answer(String(key), record);
      const operation = contract.operations.find((one) => one.id === id);
      if (operation === undefined) throw new Error(`the contract has no operation ${show(id)}`);
      const wire = toWireReply(requireReply(reply), operation);
      for (const one of judgeReply({ contract, operation, method: operation.method }, wire, reply))
        found.push({ collection, key: String(key), operation: id, ...toFound(one) });
    } catch (error) {
      const pointer = toPointer([...path, String(key)]);
      found.push({ pointer, message: `is no answer that could be given again: ${shorten(String(error))}` });
    }
    if (found.length > mostBroken) break;
  }
  return found;
}
