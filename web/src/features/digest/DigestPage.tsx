import { Button, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useZone } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { dayInWords } from "@/shared/insights/insights";
import { Answering } from "@/shared/question/Answering";
import { dayOf } from "@/shared/range/range";
import { Loading, ProblemNote } from "@/shared/states/States";
import classes from "./Digest.module.css";
import { digestQuery } from "./queries";
import { Week } from "./Week";
import { WeeklyMail } from "./WeeklyMail";
import { latestWeeks, readWeek } from "./weeks";

const offered = 27; // half a year, and this week

/** One week on one page, to read, to print, or to have by mail. */
export default function DigestPage() {
  const zone = useZone();
  const weeks = latestWeeks(dayOf(new Date(), zone), offered);
  const last = weeks[1]?.value;
  const asked = readWeek(useSearch({ strict: false }).week) ?? last;
  const { data, error, isPlaceholderData, refetch } = useQuery(digestQuery(asked));
  return (
    <Page title="The week" explain={["expected"]} lead={data ? `${data.business}, ${dayInWords(data.from)} to ${dayInWords(data.to)}${data.over ? "" : ", its whole days so far"}` : "A week, beside what was to be expected of it."}
      tools={<><WeekPicker weeks={weeks} week={asked} last={last} /><Button variant="default" size="sm" className={classes.print} disabled={!data} onClick={() => window.print()}>Print</Button></>}>
      {error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Loading label="Putting the week together" height={560} /> : (
        <div className={classes.page}>
          <Answering busy={isPlaceholderData}><Week digest={data} /></Answering>
          <WeeklyMail week={data.week} />
        </div>
      )}
    </Page>
  );
}

type PickerProps = { weeks: ReturnType<typeof latestWeeks>; week: string | undefined; last: string | undefined };

function WeekPicker({ weeks, week, last }: PickerProps) {
  const navigate = useNavigate();
  // A link may name a week that is longer ago than those offered.
  const data = !week || weeks.some(({ value }) => value === week) ? weeks : [...weeks, { value: week, label: week }];
  return (
    <Select size="sm" aria-label="Week" className={classes.picker} allowDeselect={false} data={data} value={week ?? null}
      onChange={(chosen) => void navigate({ to: "/digest", search: chosen && chosen !== last ? { week: chosen } : {} })} />
  );
}
