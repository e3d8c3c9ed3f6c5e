import type { Message, Properties, Shop } from "../wend";

const verbs =
  "productsSearched productListViewed productClicked productViewed productAdded productRemoved productAddedToWishlist " +
  "cartViewed couponApplied checkoutStarted checkoutStepViewed checkoutStepCompleted paymentInfoEntered orderCompleted orderRefunded";

/** Segment's e-commerce events as functions: productViewed() tracks "Product Viewed". */
export function createShop(track: (event: string, ...rest: unknown[]) => Promise<Message>): Shop {
  const shop: Record<string, (properties: Properties) => Promise<Message>> = {};
  verbs.split(" ").forEach((verb) => {
    const name = verb.replace(/[A-Z]/g, " $&").replace(" To ", " to ");
    const event = name[0]?.toUpperCase() + name.slice(1);
    shop[verb] = (...args) => track(event, ...args);
  });
  return shop as unknown as Shop;
}
