import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { answer, api } from "@/shared/api/client";
import { ProblemNote } from "@/shared/states/States";
import { Logo } from "@/shared/motif/Logo";
import classes from "./Digest.module.css";

/** Where a letter's link leads. It changes nothing by being opened, as programs open links too; the button does. */
export default function UnsubscribePage() {
  const said = new URLSearchParams(useLocation({ select: (location) => location.hash }).replace(/^#/, ""));
  const stop = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/digest/mail/unsubscribe", { params: { query: { person: said.get("person") ?? "", signature: said.get("signature") ?? "" } } })),
  });
  return (
    <main className={classes.stop}>
      <div className="sheet">
        <Logo />
        <h1 className={classes.title}>{stop.isSuccess ? "You get no more of these letters" : "Stop the weekly letter?"}</h1>
        <p className={classes.note} role="status">{stop.isSuccess ? "It ended just now. You can have it again on the page of the week." : "You will not get the week by mail any more. Nothing else changes."}</p>
        {stop.error && <ProblemNote error={stop.error} />}
        {stop.isSuccess ? <Link to="/digest" className="plain-link">To the week</Link> : <Button loading={stop.isPending} onClick={() => stop.mutate()}>Stop the letters</Button>}
      </div>
    </main>
  );
}
