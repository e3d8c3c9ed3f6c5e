import type { Schemas } from "@/shared/api/client";

type Identifier = Schemas["Identifier"];
type Named = { id: string; identifiers: Identifier[] | null; traits: Record<string, unknown> };

/** What a customer is called: by name, else by what they can be recognised by. */
export function customerName(customer: Named): string {
  const traits = customer.traits ?? {};
  const whole = text(traits.name);
  if (whole) return whole;
  const parts = [text(traits.firstName) ?? text(traits.first_name), text(traits.lastName) ?? text(traits.last_name)].filter(Boolean);
  if (parts.length > 0) return parts.join(" ");
  const known = text(traits.email) ?? find(customer, "email") ?? find(customer, "user_id") ?? find(customer, "phone");
  if (known) return known;
  const other = (customer.identifiers ?? [])[0];
  return other ? shortIdentifier(other) : "Unknown visitor";
}

/** Whether there is a name for the person, or only something that a browser made up. */
export function isNamed(customer: Named): boolean {
  return !/^(Visitor |Unknown )/.test(customerName(customer));
}

const kinds: Record<string, string> = { user_id: "Account", anonymous_id: "Browser", email: "Email", phone: "Phone" };

/** An identifier's kind in plain words. */
export function kindName(kind: string): string {
  return kinds[kind] ?? sentence(kind);
}

/** An identifier in a few characters: what a browser made up is only told apart by its beginning. */
export function shortIdentifier({ kind, value }: Identifier): string {
  if (kind === "anonymous_id") return `Visitor ${value.slice(0, 8)}`;
  if (kind === "phone") return `+${value}`;
  return value.length > 40 ? `${value.slice(0, 38)}…` : value;
}

/** Identifiers of one customer in a line: the telling ones, and how many browsers. */
export function identifiersInShort(identifiers: Identifier[] | null, name = ""): string {
  const all = identifiers ?? [];
  const telling = all.filter(({ kind }) => kind !== "anonymous_id").map(shortIdentifier).filter((value) => value !== name);
  const browsers = all.filter(({ kind }) => kind === "anonymous_id");
  if (browsers.length === 1 && browsers[0] && telling.length === 0) {
    const short = shortIdentifier(browsers[0]);
    if (short !== name) telling.push(short);
    else telling.push("one browser");
  } else if (browsers.length > 1) telling.push(`${browsers.length} browsers`);
  return telling.join(" · ");
}

/** A key such as favourite_category or firstName in words: "Favourite category". */
export function sentence(key: string): string {
  const words = key.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/[_\-.]+/g, " ").trim().toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function find(customer: Named, kind: string): string | undefined {
  return (customer.identifiers ?? []).find((identifier) => identifier.kind === kind)?.value;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
