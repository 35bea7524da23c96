const dayMs = 24 * 60 * 60 * 1000;
let day = { number: Number.NaN, text: "" };

/** As HTTP has it. Note: a tenant's clock steps a second an exchange, and the engine's own formatting is slow. */
export function formatHttpDate(time: number): string {
  const number = Math.floor(time / dayMs);
  if (number !== day.number) day = { number, text: new Date(time).toUTCString().slice(0, "Thu, 01 Jan 2026 ".length) };
  const seconds = Math.floor((time - number * dayMs) / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${day.text}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)} GMT`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
