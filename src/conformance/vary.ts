/** Another value of the same form, for a number from 1 to 65,535: of ids, dates and addresses as of any other text. */
export function vary<Value extends string | number>(value: Value, number: number): Value {
  return (typeof value === "number" ? value + number : varyText(value, number)) as Value;
}

function varyText(text: string, number: number): string {
  const tail = number.toString(16).padStart(4, "0").slice(-4);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.slice(0, -4) + tail;
  const moment = /^(\d{4}-\d\d-\d\d[Tt ]\d\d:)(\d\d):(\d\d)/.exec(text);
  if (moment !== null) {
    const [all, hour, minutes, seconds] = moment;
    const second = (Number(minutes) * 60 + Number(seconds) + number) % 3600;
    return `${hour}${twoDigits(Math.floor(second / 60))}:${twoDigits(second % 60)}${text.slice(all.length)}`;
  }
  // Every month has 28 days.
  const day = /^(\d{4}-\d\d-)(\d\d)$/.exec(text);
  if (day !== null) return `${day[1]}${twoDigits(((Number(day[2]) - 1 + number) % 28) + 1)}`;
  const mail = /^([^@\s]+)(@[^@\s]+)$/.exec(text);
  return mail === null ? `${text}${number}` : `${mail[1]}${number}${mail[2]}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
