import { parsePhoneNumberFromString } from "libphonenumber-js";

/** At most 15 digits, which some national plans exceed. */
const e164 = /^\+[1-9]\d{1,14}$/;

/** The number in E.164, undefined when the text is none. A number without a country is of the US (assumed). */
export function toE164(text: string): string | undefined {
  const number = parsePhoneNumberFromString(text.replace(/^tel:/i, ""), { defaultCountry: "US", extract: false });
  return number?.isPossible() && e164.test(number.number) ? number.number : undefined;
}
