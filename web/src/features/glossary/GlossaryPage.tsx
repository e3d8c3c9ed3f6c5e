import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Page } from "@/shared/figure/Page";
import { kitQuery, kitsQuery } from "@/shared/kit/queries";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./GlossaryPage.module.css";
import { matching } from "./matching";

/** The words on the screens, each in a sentence. */
export default function GlossaryPage() {
  const kits = useQuery(kitsQuery);
  // Without a kit the workspace has the stages of a shop.
  const current = kits.data?.items?.find((kit) => kit.current)?.key ?? "ecommerce";
  const kit = useQuery({ ...kitQuery(current), enabled: kits.data !== undefined });
  const [text, setText] = useState("");
  const error = kits.error ?? kit.error;
  const terms = matching(kit.data?.glossary ?? [], text);
  return (
    <Page title="Words explained" lead="What the words and the statistics on the screens mean, each in a sentence.">
      {error && <ProblemNote error={error} />}
      {!kit.data && !error && <Loading label="Opening the glossary" />}
      {kit.data && (
        <section className="sheet" aria-label="Glossary">
          <TextInput aria-label="Search the words" placeholder="Search" value={text} onChange={(e) => setText(e.currentTarget.value)} maw={320} mb="sm" />
          {terms.length === 0 ? (
            <Empty title="No such word" height={160}>Try a shorter part of it.</Empty>
          ) : (
            <dl className={classes.terms}>
              {terms.map(({ term, means }) => <div key={term} className={classes.term}><dt>{term}</dt><dd>{means}</dd></div>)}
            </dl>
          )}
        </section>
      )}
    </Page>
  );
}
