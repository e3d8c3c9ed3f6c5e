import { Page } from "@/shared/figure/Page";
import { BlockedValues } from "./BlockedValues";
import { FrozenIdentifiers } from "./FrozenIdentifiers";

/** What may not join people: identifiers of crowds, and values that stand for nobody. */
export default function IdentityPage() {
  return (
    <Page title="Identity rules" lead="Wend joins what belongs to one person. Here is what it does not join, because it would make one customer of many.">
      <FrozenIdentifiers />
      <BlockedValues />
    </Page>
  );
}
