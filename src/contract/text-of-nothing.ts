/** How languages write that there is nothing: what is made a text of it stands where a value is missing. */
export const textsOfNothing: readonly unknown[] = ["null", "undefined", "None", "nil", "NaN", "[object Object]"];
