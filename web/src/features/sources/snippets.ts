/** What to paste where, for each way of sending events. Pure texts. */
export type Snippet = { name: string; where: string; code: string };

export function snippets(kind: string, base: string, key: string): Snippet[] {
  const host = base.replace(/^https?:\/\//, "");
  const protocol = base.startsWith("https") ? "https" : "http";
  if (kind === "browser") {
    return [
      { name: "Website", where: "Paste this into every page, before </head>. Page views and visits are recorded from then on.", code: `<script async src="${base}/sdk/wend.js" data-write-key="${key}"></script>` },
      { name: "Segment's library", where: "A site that uses @segment/analytics-next changes the host and nothing else.", code: `AnalyticsBrowser.load({\n  writeKey: "${key}",\n  cdnURL: "${base}",\n}, {\n  integrations: { "Segment.io": { apiHost: "${host}/v1", protocol: "${protocol}" } },\n})` },
      { name: "Tell more", where: "Where something happens that matters to you.", code: `wend.track("Product Added", { product_id: "p-17", name: "Linen shirt", price: 59 });\nwend.identify("customer-42", { email: "ada@example.com", name: "Ada" });` },
    ];
  }
  return [
    { name: "Node", where: "@segment/analytics-node, with the host changed.", code: `const analytics = new Analytics({ writeKey: "${key}", host: "${base}" });\nanalytics.track({ userId: "customer-42", event: "Order Completed",\n  properties: { order_id: "1001", revenue: 59, currency: "EUR" } });` },
    { name: "Anything else", where: "Any program that can send HTTP. The write key is the user name.", code: `curl -u ${key}: -H "Content-Type: application/json" \\\n  -d '{"userId":"customer-42","event":"Order Completed","properties":{"revenue":59}}' \\\n  ${base}/v1/track` },
    { name: "RudderStack", where: "Its server libraries, with the data plane changed.", code: `new Analytics("${key}", { dataPlaneUrl: "${base}" })` },
  ];
}

export const kinds = [
  { value: "browser", label: "Website", text: "Pages in a browser. The key is public; mail addresses that come with it prove nothing." },
  { value: "app", label: "App", text: "A program on people's phones or computers. The key is public." },
  { value: "server", label: "Server", text: "Your shop's own server or till. The key is secret, and what it says about people is believed." },
  { value: "import", label: "Import", text: "History from files." },
  { value: "connector", label: "Connector", text: "Another service that passes events on." },
];

export function kindLabel(kind: string): string {
  return kinds.find((k) => k.value === kind)?.label ?? kind;
}
