import { Button, Switch } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { useMe, useZone } from "@/shared/api/me";
import { notify } from "@/shared/states/notices";
import { ProblemNote } from "@/shared/states/States";
import classes from "./Digest.module.css";
import { mailQuery } from "./queries";

/** Whether the week comes by mail, and one now. */
export function WeeklyMail({ week }: { week: string }) {
  const { data, error } = useQuery(mailQuery);
  if (error) return <ProblemNote error={error} />;
  return (
    <section className={`sheet ${classes.mail}`} aria-labelledby="mail">
      <h2 id="mail" className={classes.title}>By mail</h2>
      {data && (data.from === null ? <NotSetUp /> : <Letters mail={data} week={week} />)}
    </section>
  );
}

function NotSetUp() {
  const { demo } = useMe();
  return (
    <p className={classes.note}>
      {demo ? "A demo mails nobody. On a server of your own the week" : "Mail is not set up, so nobody gets the week. It"} comes by mail once <code>WEND_SMTP_URL</code> names your mail server, for example <code>smtp://name:password@mail.example.com:587</code>; <code>WEND_MAIL_FROM</code> says which address it comes from. <code>wend doctor</code> checks both.
    </p>
  );
}

function Letters({ mail, week }: { mail: Schemas["WeeklyBody"]; week: string }) {
  const client = useQueryClient();
  const timezone = useZone();
  const subscribe = useMutation({
    mutationFn: (subscribed: boolean) => answer(api.PUT("/api/v1/digest/mail", { body: { subscribed } })),
    onSuccess: (now) => client.setQueryData(mailQuery.queryKey, now),
    onError: (error) => notify(error.message),
  });
  const send = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/digest/mail/send", { body: { week } })),
    onSuccess: () => notify(`This week is on its way to ${mail.address}.`),
    onError: (error) => notify(error.message),
  });
  return (
    <>
      <Switch checked={mail.subscribed} disabled={subscribe.isPending} onChange={(event) => subscribe.mutate(event.currentTarget.checked)}
        label="Mail me the week every Monday at 8" description={`In the time zone ${timezone}, to ${mail.address}`} />
      <p className={classes.note} role="status">{mail.subscribed && `The next one goes out on ${moment(mail.next, timezone)}.`} {mail.last && states[mail.last.state]}</p>
      <div><Button variant="default" size="sm" loading={send.isPending} onClick={() => send.mutate()}>Send me this week now</Button></div>
    </>
  );
}

const states: Record<NonNullable<Schemas["WeeklyBody"]["last"]>["state"], string> = {
  sent: "The last one was sent.",
  waiting: "The last one could not be sent yet; it is tried again.",
  failed: "The mail server refused the last one: wend doctor says what it finds.",
  in_doubt: "The connection broke while the last one was handed over, so it may not have arrived; it is not sent twice.",
};

function moment(time: string, zone: string): string {
  return new Date(time).toLocaleString(undefined, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: zone });
}
