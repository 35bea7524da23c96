import { expect, it } from "vitest";
import { charsetOf, decodeBody, firstBrokenByte } from "../../src/contract/sent-body.ts";

it.each<[contentType: string | undefined, charset: string]>([
  [undefined, "utf-8"],
  ["application/json", "utf-8"],
  ["application/json; charset=UTF8", "utf-8"],
  ["application/json; charset=utf-8", "utf-8"],
  ["text/plain;charset=ISO-8859-1", "iso-8859-1"],
  ['text/plain;  Charset = "ISO-8859-1"; a=b', "iso-8859-1"],
  ["text/plain; charset=latin1;a=b", "latin1"],
  ["text/plain; charset=", "utf-8"],
  ["text/charset=latin1", "utf-8"],
])("reads of the content type %j the charset %s", (contentType, charset) => {
  expect(charsetOf(contentType)).toBe(charset);
});

it("decodes a body by its charset, and keeps the bytes that are no UTF-8", () => {
  const latin1 = Buffer.from("é", "latin1");
  expect(decodeBody(Buffer.alloc(0), "text/plain; charset=latin1")).toEqual({ text: undefined });
  expect(decodeBody(latin1, "text/plain; charset=latin1")).toEqual({ text: "é" });
  expect(decodeBody(Buffer.from("é"), "text/plain; charset=utf8")).toEqual({ text: "é" });
  expect(decodeBody(Buffer.from("é"), undefined)).toEqual({ text: "é" });
  expect(decodeBody(latin1, "text/plain")).toEqual({ text: undefined, bytes: latin1 });
  expect(() => decodeBody(latin1, "text/plain; charset=none")).toThrow(RangeError);
});

it.each<[bytes: number[], place: number]>([
  [[0xff], 1],
  [[0x61, 0xff], 2],
  // The replacement character itself is none that is broken.
  [[0xef, 0xbf, 0xbd, 0x61, 0xff], 5],
  [[0xc3, 0xa9, 0xef, 0xbf, 0xbd, 0xef, 0xbf, 0xbd, 0xe2, 0x82], 9],
])("finds of %j the byte that no UTF-8 has there", (bytes, place) => {
  expect(firstBrokenByte(Buffer.from(bytes))).toBe(place);
});
