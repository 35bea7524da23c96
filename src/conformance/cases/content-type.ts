import { findResponse } from "../../contract/check-response.ts";
import { isJson } from "../../contract/media-type.ts";
import { answerFirstWith } from "../answer-with.ts";
import { type Case, createCase, inapplicable } from "../case.ts";
import { expectEither } from "../judge.ts";
import type { Subject } from "../subject.ts";
import { alteredCase, noBody } from "./altered-answer.ts";
import { expectSources } from "./sources.ts";

/** JSON that is sent as something else: an adapter may read it or report an error, and may not take it for nothing. */
export function contentTypeCase(subject: Subject): Case {
  const named = {
    group: "wire",
    detail: "content-type",
    claim: "reads JSON that comes as plain text, or reports an error",
  };
  return {
    ...named,
    async run() {
      const learnt = await subject.learn();
      const { reply } = learnt;
      if (reply?.body === undefined) return inapplicable(noBody);
      const { status, body } = reply;
      const sent = { status, headers: { "content-type": "text/plain" }, text: JSON.stringify(body) };
      return createCase(subject, {
        ...named,
        inputs: [subject.documentedInput],
        faults: answerFirstWith(subject, sent),
        expect: (visit) => [...expectEither(visit), ...expectSources(visit, body, learnt, undefined)],
      }).run();
    },
  };
}

/** A parameter beside the media type makes no other type of it: RFC 8259 says that this one has no effect. */
export function charsetCase(subject: Subject): Case {
  const claim = "reads JSON whose content type has a charset beside it";
  const headers = (status: number) => ({ "content-type": `${typeOf(subject, status)}; charset=utf-8` });
  const alter = (body: unknown) => body;
  const altered = alteredCase(subject, { group: "wire", pointer: "", claim, alter, isTellable: true, headers });
  return { ...altered, detail: "charset" };
}

function typeOf({ operation }: Subject, status: number): string {
  const json = findResponse(operation, status)?.content.find(({ type }) => isJson(type) && !type.includes("*"));
  return (json?.type ?? "application/json").replace(/;.*/, "");
}
