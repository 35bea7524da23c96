import { parsePhoneNumberFromString } from "libphonenumber-js";
import { createMemo } from "../../src/define.ts";

/** At most 15 digits, which some national plans exceed. */
const e164 = /^\+[1-9]\d{1,14}$/;

/**
 * The number in E.164, undefined when the text is none. A number without a country is of the US (assumed). Note:
 * libphonenumber takes longer over one number than Standin over the whole request.
 */
export const toE164 = createMemo((text) => {
  const number = parsePhoneNumberFromString(text.replace(/^tel:/i, ""), { defaultCountry: "US", extract: false });
  return number?.isPossible() && e164.test(number.number) ? number.number : undefined;
});
