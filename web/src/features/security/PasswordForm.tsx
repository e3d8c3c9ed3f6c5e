import { Button, PasswordInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api, ProblemError, type Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { ProblemNote } from "@/shared/states/States";
import { sessionsQuery } from "./queries";
import classes from "./Security.module.css";

/** Changes one's own password; every other browser is signed out. */
export function PasswordForm() {
  const client = useQueryClient();
  const me = useMe();
  const [password, setPassword] = useState("");
  const [chosen, setChosen] = useState("");
  const change = useMutation({
    mutationFn: (body: Schemas["PasswordRequestBody"]) => answer(api.PUT("/api/v1/account/password", { body })),
    onSuccess: () => {
      setPassword("");
      setChosen("");
      return client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  const blamed = (pointer: string) => (change.error instanceof ProblemError ? change.error.fields.find((f) => f.pointer === pointer)?.detail : undefined);
  return (
    <section className="sheet">
      <h2 className={classes.heading}>Password</h2>
      <p className={classes.lead}>A new password signs you out everywhere else.</p>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ password, new_password: chosen });
        }}
      >
        <input type="hidden" autoComplete="username" value={me.email} readOnly />
        <PasswordInput label="Your password until now" autoComplete="current-password" required value={password} error={blamed("/password")} onChange={(e) => setPassword(e.currentTarget.value)} />
        <PasswordInput label="New password" description="At least 10 characters; a few words are easy to remember" autoComplete="new-password" required minLength={10} value={chosen} error={blamed("/new_password")} onChange={(e) => setChosen(e.currentTarget.value)} />
        {change.error && !blamed("/password") && !blamed("/new_password") && <ProblemNote error={change.error} />}
        <div>
          <Button type="submit" loading={change.isPending}>Change the password</Button>
          <span role="status" className="soft" style={{ marginLeft: "0.8rem" }}>{change.isSuccess ? "Changed." : ""}</span>
        </div>
      </form>
    </section>
  );
}
