const text = { type: "string" };
const texts = { type: "array", items: text };
const time = { type: "string", format: "date-time" };
const times = objectOf({ created_at: time, updated_at: time, modified_at: time });

/** Of records that no contact names yet: an operation may relate them to one, which then shows them. */
export const accountSchema = objectOf({
  id: text,
  organisation: text,
  meta: times,
  author: text,
  contacts: texts,
  interactions: texts,
});

export const interactionSchema = objectOf({
  id: text,
  organisation: text,
  attributes: objectOf({
    method: { enum: ["letter", "email", "telephone", "sms"] },
    direction: { enum: ["inbound", "outbound"] },
    date_time: time,
    contacted: { type: "boolean" },
    status: text,
    notes: text,
  }),
  meta: times,
  contact: { type: ["string", "null"] },
  account: text,
  representative: text,
});

export const userSchema = objectOf({
  id: text,
  attributes: objectOf({
    email: text,
    profile: objectOf({ personal: objectOf({ first_name: text, last_name: text }) }),
  }),
});

export const organisationSchema = objectOf({
  id: text,
  attributes: objectOf({ name: text, slug: text, description: text }),
  meta: objectOf({ created_at: time, status: text }),
});

/** An object that has all of these. */
function objectOf(properties: Record<string, object>): object {
  return { type: "object", required: Object.keys(properties), properties };
}
