import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api, ProblemError, type Schemas } from "@/shared/api/client";
import { ProblemNote } from "@/shared/states/States";
import classes from "./Security.module.css";

/** The picture to scan, and the first code that proves it was. */
export function SetUpCodes({ begun, onDone }: { begun: Schemas["BeginTwoFactorResponseBody"]; onDone: (recovery: string[]) => void }) {
  const [code, setCode] = useState("");
  const confirm = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/account/two-factor/confirm", { body: { code } })),
    onSuccess: (made) => onDone(made.recovery_codes ?? []),
  });
  const blamed = confirm.error instanceof ProblemError ? confirm.error.fields.find((f) => f.pointer === "/code")?.detail : undefined;
  return (
    <div className={classes.setup}>
      <img className={classes.picture} src={`data:image/svg+xml,${encodeURIComponent(begun.picture)}`} alt="QR code for the authenticator app" />
      <form
        className={classes.steps}
        onSubmit={(event) => {
          event.preventDefault();
          confirm.mutate();
        }}
      >
        <p>1. Scan this with your authenticator app, or <a className="plain-link" href={begun.address}>open it on this device</a>. To type it in: <code className={classes.secret}>{begun.secret.match(/.{1,4}/g)?.join(" ")}</code></p>
        <TextInput label="2. The six digits that it shows" inputMode="numeric" autoComplete="one-time-code" required maxLength={10} value={code} error={blamed} onChange={(e) => setCode(e.currentTarget.value)} />
        {confirm.error && !blamed && <ProblemNote error={confirm.error} />}
        <div><Button type="submit" loading={confirm.isPending}>Switch codes on</Button></div>
      </form>
    </div>
  );
}
