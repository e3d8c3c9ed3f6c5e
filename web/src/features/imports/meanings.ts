/** What a column can be, in a person's words, for each kind of file. */
export type Kind = "events" | "customers" | "orders" | "costs";

export const kinds: { value: Kind; label: string; one: string }[] = [
  { value: "orders", label: "Orders", one: "order" },
  { value: "customers", label: "Customers", one: "customer" },
  { value: "events", label: "Events", one: "event" },
  { value: "costs", label: "Advertising costs", one: "cost line" },
];

type Option = { value: string; label: string };
type Group = { group: string; items: Option[] };

const who: Option[] = [
  { value: "email", label: "E-mail address" },
  { value: "phone", label: "Phone number" },
  { value: "user_id", label: "Customer number" },
  { value: "anonymous_id", label: "Visitor id" },
];
const when: Option[] = [
  { value: "time", label: "Date and time" },
  { value: "clock", label: "Time of day" },
  { value: "timezone", label: "Time zone" },
];
const about: Option[] = [
  { value: "trait:name", label: "Name" },
  { value: "trait:firstName", label: "First name" },
  { value: "trait:lastName", label: "Last name" },
  { value: "trait:company", label: "Company" },
  { value: "trait:city", label: "City" },
  { value: "trait:country", label: "Country" },
  { value: "trait:postal_code", label: "Postal code" },
  { value: "trait", label: "Something about the customer" },
  { value: "consent:email_marketing", label: "May be mailed (yes or no)" },
  { value: "consent:sms_marketing", label: "May be texted (yes or no)" },
];
const nothing: Option[] = [{ value: "ignore", label: "Leave out" }];

const groups: Record<Kind, Group[]> = {
  orders: [
    {
      group: "The order",
      items: [
        { value: "order_id", label: "Order number" },
        { value: "total", label: "Total" },
        { value: "currency", label: "Currency" },
        { value: "subtotal", label: "Subtotal" },
        { value: "tax", label: "Tax" },
        { value: "shipping", label: "Shipping" },
        { value: "discount", label: "Discount" },
        { value: "coupon", label: "Coupon code" },
        { value: "refunded", label: "Amount refunded" },
        { value: "refunded_at", label: "Refunded on" },
        { value: "refunds", label: "Refunds, one by one" },
        { value: "cancelled_at", label: "Cancelled on" },
        { value: "status", label: "Status" },
        { value: "property", label: "Something about the order" },
      ],
    },
    { group: "When", items: when },
    { group: "Whose", items: who },
    {
      group: "A line of the order",
      items: [
        { value: "product:name", label: "Product" },
        { value: "product:sku", label: "Article number" },
        { value: "product:quantity", label: "Quantity" },
        { value: "product:price", label: "Price of one" },
        { value: "product:total", label: "Total of the line" },
        { value: "product:category", label: "Category" },
      ],
    },
    { group: "About the customer", items: about },
    { group: "Nothing", items: nothing },
  ],
  customers: [
    { group: "Who", items: who },
    { group: "About the customer", items: about },
    { group: "When", items: [{ value: "time", label: "As of (date)" }] },
    { group: "Nothing", items: nothing },
  ],
  events: [
    {
      group: "What happened",
      items: [
        { value: "event", label: "Name of the event" },
        { value: "value", label: "Value" },
        { value: "context:page.url", label: "Address of the page" },
        { value: "context:page.referrer", label: "Referrer" },
        { value: "property", label: "Something about the event" },
        { value: "message_id", label: "Id of the event" },
      ],
    },
    { group: "When", items: when },
    { group: "Whose", items: who },
    {
      group: "Where from",
      items: [
        { value: "context:campaign.source", label: "Campaign source" },
        { value: "context:campaign.medium", label: "Campaign medium" },
        { value: "context:campaign.name", label: "Campaign name" },
        { value: "context:location.country", label: "Country" },
        { value: "context:device.type", label: "Device" },
      ],
    },
    { group: "Nothing", items: nothing },
  ],
  costs: [
    {
      group: "The cost",
      items: [
        { value: "day", label: "Day" },
        { value: "until", label: "Last day of a period" },
        { value: "cost", label: "Amount spent" },
        { value: "currency", label: "Currency" },
        { value: "source", label: "Source (google, facebook …)" },
        { value: "medium", label: "Medium (cpc, paid_social …)" },
        { value: "campaign", label: "Campaign" },
        { value: "clicks", label: "Clicks" },
        { value: "impressions", label: "Impressions" },
      ],
    },
    { group: "Nothing", items: nothing },
  ],
};

/** The choices of a kind; one that only a known export has stands with the others. */
export function choices(kind: Kind, current: string): Group[] {
  const list = groups[kind];
  if (list.some((group) => group.items.some((item) => item.value === current)) || current === "") return list;
  return [{ group: "As recognised", items: [{ value: current, label: label(current) }] }, ...list];
}

/** A meaning in words. */
export function label(meaning: string): string {
  for (const group of Object.values(groups).flat()) {
    const found = group.items.find((item) => item.value === meaning);
    if (found) return found.label;
  }
  const [what, name = ""] = meaning.split(/:(.*)/s);
  const words = name.replaceAll("_", " ");
  if (what === "id") return words.charAt(0).toUpperCase() + words.slice(1);
  if (what === "trait" || what === "property" || what === "product" || what === "context") return words.replaceAll(".", " ");
  return meaning.replaceAll("_", " ");
}

/** Reads a kind that the server named. */
export function asKind(text: string): Kind {
  return kinds.find((kind) => kind.value === text)?.value ?? "events";
}
