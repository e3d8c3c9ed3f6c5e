import { Button, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "@/shared/dialog/Dialog";
import { Code } from "@/shared/figure/Code";
import { day } from "@/shared/format/format";
import { fixedDays, isRelative, label } from "@/shared/range/range";
import { useZone } from "@/shared/api/me";
import type { Dashboard } from "@/shared/saved/queries";
import { rangeOf, storedRange } from "@/shared/saved/question";
import SegmentWords from "@/shared/segment/SegmentWords";
import type { SegmentRule } from "@/shared/segment/rule";
import { Loading, ProblemNote } from "@/shared/states/States";
import classes from "./AddCard.module.css";
import { sharesQuery, useShares } from "./shares";

const lives = [{ value: "7", label: "For a week" }, { value: "30", label: "For 30 days" }, { value: "365", label: "For a year" }, { value: "0", label: "Until it is revoked" }];

/** Makes and revokes the links with which people without an account see the dashboard. */
export function ShareDialog({ dashboard, range, segment, onClose }: { dashboard: Dashboard; range: string | undefined; segment: SegmentRule | undefined; onClose: () => void }) {
  const zone = useZone();
  const { data, error } = useQuery(sharesQuery(dashboard.id));
  const { create, revoke } = useShares(dashboard.id);
  const [life, setLife] = useState("30");
  const [days, setDays] = useState(range ?? "");
  const ranges = [
    { value: "", label: "The dashboard's own days" },
    ...(range ? [{ value: range, label: label(range) }] : []),
    ...(range && isRelative(range) ? [{ value: fixedDays(range, zone), label: `Always ${label(fixedDays(range, zone))}` }] : []),
  ];
  const problem = error ?? create.error ?? revoke.error;
  return (
    <Dialog onClose={onClose} title="Share the numbers" size="lg">
      <Stack gap="md">
        <p style={{ margin: 0 }}>Whoever has the link sees this dashboard's numbers as they are then, without signing in: no customers, nothing else, and nothing can be changed.</p>
        <Select label="How long it works" data={lives} value={life} allowDeselect={false} onChange={(next) => setLife(next ?? "30")} />
        {ranges.length > 1 && <Select label="Which days it shows" data={ranges} value={days} allowDeselect={false} onChange={(next) => setDays(next ?? "")} />}
        {segment && <p style={{ margin: 0 }}>It shows, as you see them now: <strong><SegmentWords rule={segment} /></strong>.</p>}
        <div><Button loading={create.isPending} onClick={() => create.mutate({ expires_in_days: Number(life), ...(days ? storedRange(days) : {}), ...(segment && { segment }) })}>Make a link</Button></div>
        {create.data && (
          <div>
            <p role="status" style={{ margin: "0 0 0.4rem" }}>Here is the link. It is shown only now: copy it before you close this.</p>
            <Code label="the link">{create.data.url}</Code>
          </div>
        )}
        {problem && <ProblemNote error={problem} />}
        {!data ? !error && <Loading label="Looking for links" height={80} /> : data.length > 0 && (
          <div>
            <h3 className={classes.title}>Links that work</h3>
            <ul className={classes.list}>
              {data.map((share) => (
                <li key={share.id} className={classes.choice}>
                  <div className={classes.words}>
                    <span>Made {day(share.created)}{share.created_by && ` by ${share.created_by}`}</span>
                    <span className="soft">{share.expires ? `works until ${day(share.expires)}` : "works until it is revoked"}{rangeOf(share) && `, shows ${label(rangeOf(share) ?? "").toLowerCase()}`}{share.segment && <>, of: <SegmentWords rule={share.segment} /></>}</span>
                  </div>
                  <Button size="xs" variant="default" onClick={() => revoke.mutate(share.id)} aria-label={`Revoke the link made ${day(share.created)}`}>Revoke</Button>
                </li>
              ))}
            </ul>
            <p className="soft" style={{ margin: "0.4rem 0 0" }}>A revoked link stops at once and for good.</p>
          </div>
        )}
      </Stack>
    </Dialog>
  );
}
