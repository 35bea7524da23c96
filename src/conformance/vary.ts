/** Another id of the same form, for a number from 1 to 65,535. */
export function vary(id: string | number, number: number): string | number {
  if (typeof id === "number") return id + number;
  const tail = number.toString(16).padStart(4, "0").slice(-4);
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.slice(0, -4) + tail : `${id}${number}`;
}
