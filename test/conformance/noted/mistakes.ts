import { correct, type Steps } from "./adapter.ts";

type Members = Record<string, unknown>;

const { updateNote } = correct;

/** An adapter that sends other members in the body of updateNote. */
export function sending(alter: (body: Members, input: Members) => unknown): Partial<Steps> {
  return {
    toRequest(input: { noteId: string }) {
      const sent = updateNote.toRequest(input);
      return { ...sent, body: alter({ ...(sent.body as Members) }, input) };
    },
  };
}

/** One whose result has other members than the vendor's note gives it. */
export function answering(alter: (result: Members, note: Members) => unknown): Partial<Steps> {
  return { toResult: (notes) => alter({ ...updateNote.toResult(notes) }, notes[0] as never) };
}

/** One that does something of its own before or after each request; `again` sends it. */
export function sendingSo(
  act: (again: () => Promise<Response>, credential: string) => Promise<Response>,
): Partial<Steps> {
  return { send: (place, sent) => act(() => updateNote.send(place, sent), place.credential) };
}

/** One that does not read answers as it should. */
export function readingSo(read: (response: Response) => unknown): Partial<Steps> {
  return { read: async (response) => read(response) };
}
