import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Page } from "@/shared/figure/Page";
import { Answering } from "@/shared/question/Answering";
import { useQuestion } from "@/shared/question/useQuestion";
import { useRange } from "@/shared/range/useRange";
import { SaveButton } from "@/shared/saved/SaveButton";
import { storedRange } from "@/shared/saved/question";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { behind } from "./people";
import { askVoices, decodeVoices, encodeVoices, type Facet, narrowed } from "./question";
import { voicesQuery } from "./queries";
import { VoicesAnswer } from "./VoicesAnswer";
import { type Answer, type Line, unreadInWords } from "./words";
import classes from "./Voices.module.css";

/** What customers write in reviews, surveys and tickets, and how it sounds. */
export default function VoicesPage() {
  const { asked, draft, change } = useQuestion({ decode: decodeVoices, encode: encodeVoices });
  const { range, bounds } = useRange();
  const definition = askVoices(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(voicesQuery(definition));
  const choose = (facet: Facet, key: string | undefined) => change(narrowed(draft, facet, key));
  const silent = data && ![data.topics, data.stages, data.sources].some((lines) => lines?.some(({ texts }) => texts > 0));
  return (
    <Page title="Voices" lead="What customers write in reviews, surveys and tickets: how it sounds, about what, and at which stage." range tools={<SaveButton question={{ analysis: "voices", question: encodeVoices(asked), ...storedRange(range) }} name="Voices" normal={(raw) => encodeVoices(decodeVoices(raw))} />}>
      {error && <ProblemNote error={error} retry={() => { change({}); void refetch(); }} />}
      {!data && !error && <Loading label="Reading what they wrote" height={520} />}
      {data && (silent ? <Silent unread={data.unread} /> : (
        <>
          <section className={`sheet ${classes.filters}`} aria-label="Which texts">
            <Which label="About" all="Anything" lines={data.topics} value={draft.topic} onChange={(key) => choose("topic", key)} />
            <Which label="Said at" all="Any stage" lines={data.stages} value={draft.stage} onChange={(key) => choose("stage", key)} />
            <Which label="Said in" all="Reviews, surveys and tickets" lines={data.sources} value={draft.source} onChange={(key) => choose("source", key)} />
          </section>
          <Answering busy={isPlaceholderData}><VoicesAnswer answer={data} question={asked} onChoose={choose} {...(!isPlaceholderData && { behind: behind(definition) })} /></Answering>
        </>
      ))}
    </Page>
  );
}

/** Marks all choices together; a stage may have an empty key. */
const everything = "*";

function Which({ label, all, lines, value, onChange }: { label: string; all: string; lines: Answer["topics"]; value: string | undefined; onChange: (key: string | undefined) => void }) {
  const some = (lines ?? []).filter(({ key, texts }: Line) => texts > 0 || key === value);
  const data = [{ value: everything, label: all }, ...some.map(({ key, name }) => ({ value: `=${key}`, label: name }))];
  return <Select label={label} allowDeselect={false} data={data} value={value === undefined ? everything : `=${value}`} onChange={(next) => onChange(!next || next === everything ? undefined : next.slice(1))} />;
}

/** Nothing to read: which events bring it. */
function Silent({ unread }: { unread: number }) {
  return (
    <div className="sheet">
      <Empty title={unread > 0 ? "Nothing here can be read" : "Nobody wrote anything in these days"} height={360} action={<Link to="/plan" className="plain-link">See the event plan</Link>}>
        {unread > 0 && `${unreadInWords(unread)} `}Send reviews as Product Reviewed with review_body, answers to surveys as Survey Answered with text, and tickets as Ticket Created with text, or import them as a file; what is written in English is read at once. Or choose a longer range.
      </Empty>
    </div>
  );
}
