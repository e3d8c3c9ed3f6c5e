import { described, type Field, ignored, isField, label, selector } from "./describe";
import { listen, type Part, type Tell } from "./part";

const mostFields = 5; // of one form that are told to have been left empty

/** What a visitor does with one form of a page view. */
interface Attempt {
  /** Fields that the visitor was in; true: and changed. */
  fields: Map<Field, boolean>;
  /** 0: looked at only. */
  started: number;
  last: Field | undefined;
  submitted: boolean;
}

const canBeEmpty = (field: Field): boolean => !/^(checkbox|radio|range|color|file)$/.test(field.type);

/** Forms that are begun, submitted and given up. What is typed is never read, but for whether there is anything. */
export function forms(tell: Tell): Part {
  let attempts = new Map<Element, Attempt>();

  const attempt = (form: Element): Attempt => {
    let found = attempts.get(form);
    if (!found) attempts.set(form, (found = { fields: new Map(), started: 0, last: undefined, submitted: false }));
    return found;
  };

  /** What is said of every form: which it is, how many fields were filled in, and for how long. */
  const told = (form: Element, { fields, started }: Attempt) => ({
    ...described(form),
    fields: [...fields.values()].filter(Boolean).length,
    seconds: started ? Math.round((Date.now() - started) / 1000) : 0,
  });

  const leftEmpty = (form: Element, { fields }: Attempt): void => {
    const empty = [...fields.keys()].filter((field) => canBeEmpty(field) && !field.value);
    for (const field of empty.slice(0, mostFields)) tell("Field Abandoned", { ...described(field), form: selector(form) });
  };

  listen(document, "focusin input change", (event) => {
    const field = event.target;
    if (!(field instanceof Element) || !isField(field) || ignored(field)) return;
    const form = field.form ?? field.closest('[role="form"]');
    if (!form || ignored(form)) return;
    const now = attempt(form);
    const changed = event.type !== "focusin";
    now.fields.set(field, changed || !!now.fields.get(field));
    now.last = field;
    if (!changed || now.started) return;
    now.started = Date.now();
    tell("Form Started", { ...described(form), field: selector(field) });
  });

  listen(document, "submit", ({ target: form }) => {
    if (!(form instanceof HTMLFormElement) || ignored(form)) return;
    const now = attempt(form);
    tell("Form Submitted", told(form, now));
    if (!now.submitted) leftEmpty(form, now);
    now.submitted = true;
  });

  return {
    // A page that is only hidden is often come back to, to finish the form.
    end(gone) {
      if (!gone) return;
      for (const [form, now] of attempts) {
        const { started, last, submitted } = now;
        if (!started || !last || submitted) continue;
        tell("Form Abandoned", { ...told(form, now), last_field: selector(last), last_field_text: label(last) });
        leftEmpty(form, now);
      }
      attempts = new Map();
    },
  };
}
