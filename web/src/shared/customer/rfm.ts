/** The segments by recency, frequency and value, in plain words: who they are, and what to do with them. */
export const rfmSegments: Record<string, { name: string; who: string; advice: string }> = {
  champions: { name: "Champions", who: "Ordered just now, often, and for the most.", advice: "Thank them, let them see what is new first, and ask them for a review." },
  loyal: { name: "Loyal", who: "Order again and again.", advice: "Offer what goes with what they bought, and a reward for staying." },
  potential_loyalists: { name: "Potential loyalists", who: "Ordered lately, and more than once.", advice: "Give them a reason for the next order: a membership, or a hint of what fits." },
  new: { name: "New", who: "Ordered for the first times just now.", advice: "Welcome them, help with what they bought, and lead to the second order." },
  promising: { name: "Promising", who: "Ordered not long ago, seldom, but for a good sum.", advice: "Stay in mind: show what others like them bought next." },
  need_attention: { name: "Need attention", who: "Used to order well, and are getting slower.", advice: "Bring them back with an offer that ends soon, for what they like." },
  about_to_sleep: { name: "About to sleep", who: "Ordered little, and a while ago.", advice: "Remind them with what is popular now, before they forget you." },
  at_risk: { name: "At risk", who: "Spent much, and have not come for long.", advice: "Write to them personally, and ask what was missing." },
  cant_lose_them: { name: "Can't lose them", who: "Were among the best, and have stayed away.", advice: "Call or write yourself: winning one back is worth more than ten new ones." },
  hibernating: { name: "Hibernating", who: "Ordered long ago, little and cheaply.", advice: "A standard offer now and then is enough." },
  lost: { name: "Lost", who: "Ordered longest ago, and not much.", advice: "Try once to win them back; else spend nothing on them." },
};
