// The journey map that is photographed, made in the demo of the shop if it is not there.
const cell = (stage, event, words) => ({ persona: "everybody", stage, ...words, touchpoints: [...event.map(([name, seen]) => ({ name, ...(seen && { event: seen }) }))] });

const body = {
  name: "From the first look to the second dress",
  personas: [
    { key: "everybody", name: "Everybody" },
    { key: "telephone", name: "On the telephone", note: "Looks in the evening, on the sofa", segment: { property: "device", op: "eq", value: "mobile" } },
  ],
  cells: [
    cell("awareness", [["First page seen", "Page Viewed"], ["Stall at the Saturday market"]], { actions: ["Sees a friend's dress", "Searches for clothes nearby"], thoughts: ["Is this a real shop?"], feelings: ["Curious"], pains: ["Many shops look alike"], delights: ["The pictures of the workshop"], owner: "Mara" }),
    cell("consideration", [["Product page", "Product Viewed"], ["Category page", "Product List Viewed"], ["Newsletter", "Newsletter Subscribed"]], { actions: ["Looks through the dresses", "Compares colours and sizes"], thoughts: ["Which size do I need?", "Will it come in time?"], feelings: ["Unsure, but wants it"], pains: ["The size guide is hard to find on a telephone"], delights: ["One can see the cloth from near"], owner: "Mara" }),
    cell("decision", [["Cart", "Product Added"], ["Checkout", "Checkout Started"]], { actions: ["Puts one into the cart", "Looks for the cost of delivery"], thoughts: ["Can I send it back?"], feelings: ["Careful with money"], pains: ["The cost of delivery comes late"], owner: "Jonas" }),
    cell("purchase", [["Order", "Order Completed"]], { actions: ["Pays by card"], thoughts: ["When will it come?"], feelings: ["Relieved"], delights: ["A note from the maker"], owner: "Jonas" }),
    cell("retention", [["Order again", "Order Completed"]], { actions: ["Buys a present"], feelings: ["Trust"], owner: "Mara" }),
    cell("advocacy", [["Review", "Product Reviewed"], ["Shared with friends", "Product Shared"]], { actions: ["Writes a review", "Shows it to friends"], delights: ["A card that says thank you"], owner: "Mara" }),
  ],
  ideal: { loops: true, steps: [{ event: "Page Viewed" }, { event: "Product Viewed" }, { event: "Product Added" }, { event: "Checkout Started", optional: true }, { event: "Order Completed", within: "7d" }] },
};

/** The path of its screen. */
export async function journeyMap(base) {
  const answer = await fetch(`${base}/api/v1/journey-maps/photographed`, { method: "PUT", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the journey map was not made: ${answer.status} ${await answer.text()}`);
  return "/journeys/maps/photographed";
}
