/** What to paste where, for each way of sending events. Pure texts. */
export type Snippet = { name: string; where: string; code: string };

const script = (base: string, key: string, attribute = ""): string => `<script async src="${base}/sdk/wend.js" data-write-key="${key}"${attribute && ` ${attribute}`}></script>`;

/** Takes calls before the library has loaded; kept equal to sdk/README.md's by a test there. */
const queue = `<script>
!function(w,v,s){if(w.wend)return;var q=w.wend=[];function f(o,p){return function(m){o[m]=function(){q.push([p+m].concat([].slice.call(arguments)))}}}
v.split(" ").forEach(f(q,""));s.split(" ").forEach(f(q.shop={},"shop."))}
(window,"load track page screen identify group alias consent reset ready flush setAnonymousId",
"productsSearched productListViewed productClicked productViewed productAdded productRemoved productAddedToWishlist cartViewed couponApplied checkoutStarted checkoutStepViewed checkoutStepCompleted paymentInfoEntered orderCompleted orderRefunded")
</script>`;

export function snippets(kind: string, base: string, key: string): Snippet[] {
  const host = base.replace(/^https?:\/\//, "");
  const protocol = base.startsWith("https") ? "https" : "http";
  if (kind === "browser") {
    return [
      { name: "Website", where: "Paste this into every page, before </head>. Page views and visits are recorded from then on.", code: script(base, key) },
      { name: "Without cookies", where: "Nothing is kept in your visitors' browsers. Wend tells them apart for a day: who comes back tomorrow counts as somebody new, unless they sign in.", code: script(base, key, "data-cookieless") },
      { name: "After consent", where: "Nothing is kept or sent before your consent banner has an answer. What happened until then is sent once the visitor agrees.", code: `${queue}\n${script(base, key, "data-wait-for-consent")}\n<!-- In your banner's script:\nwend.consent({ analytics: true });\n-->` },
      { name: "Tell more", where: "Paste this in the place of the script: it also keeps what your pages tell before the library has loaded. Then tell what matters to you where it happens.", code: `${queue}\n${script(base, key)}\n<!-- Then, in your own scripts, where it happens:\nwend.shop.productAdded({ product_id: "p-17", name: "Linen shirt", price: 59, quantity: 1 });\nwend.identify("customer-42", { email: "ada@example.com", name: "Ada" });\n-->` },
      { name: "Segment's library", where: "A site that uses @segment/analytics-next changes the host and nothing else.", code: `AnalyticsBrowser.load({\n  writeKey: "${key}",\n  cdnURL: "${base}",\n}, {\n  integrations: { "Segment.io": { apiHost: "${host}/v1", protocol: "${protocol}" } },\n})` },
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
