import { Button, PasswordInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api, ProblemError } from "@/shared/api/client";
import { meQuery } from "@/shared/api/me";
import { day } from "@/shared/format/format";
import { Loading, ProblemNote } from "@/shared/states/States";
import { twoFactorQuery } from "./queries";
import { RecoveryCodes } from "./RecoveryCodes";
import classes from "./Security.module.css";
import { SetUpCodes } from "./SetUpCodes";

/** Two-factor codes: setting up, renewing recovery codes, switching off. */
export function TwoFactor() {
  const { data, error } = useQuery(twoFactorQuery);
  const [recovery, setRecovery] = useState<string[] | null>(null);
  const client = useQueryClient();
  const again = () => Promise.all([client.invalidateQueries({ queryKey: twoFactorQuery.queryKey }), client.invalidateQueries({ queryKey: meQuery.queryKey })]);
  return (
    <section className="sheet">
      <h2 className={classes.heading}>Two-factor codes</h2>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Loading label="Looking up your codes" height={120} />}
      {recovery && <RecoveryCodes codes={recovery} onDone={() => setRecovery(null)} />}
      {data && !recovery && (data.since
        ? <CodesOn since={data.since} left={data.recovery_left} required={data.required} onRenewed={setRecovery} onChange={again} />
        : <CodesOff onDone={(codes) => {
            setRecovery(codes);
            void again();
          }} />)}
    </section>
  );
}

function CodesOff({ onDone }: { onDone: (recovery: string[]) => void }) {
  const begin = useMutation({ mutationFn: (password: string) => answer(api.POST("/api/v1/account/two-factor", { body: { password } })) });
  if (begin.data) return <SetUpCodes begun={begin.data} onDone={onDone} />;
  return (
    <>
      <p className={classes.lead}>With codes, your password alone lets nobody in: signing in also asks for six digits that an app on your phone shows. Any authenticator app will do.</p>
      <WithPassword label="Set up two-factor codes" error={begin.error} pending={begin.isPending} onSubmit={begin.mutate} />
    </>
  );
}

function CodesOn({ since, left, required, onRenewed, onChange }: { since: string; left: number; required: boolean; onRenewed: (codes: string[]) => void; onChange: () => Promise<unknown> }) {
  const [asking, setAsking] = useState<"renew" | "off" | null>(null);
  const renew = useMutation({
    mutationFn: (password: string) => answer(api.POST("/api/v1/account/two-factor/recovery-codes", { body: { password } })),
    onSuccess: async (made) => {
      onRenewed(made.recovery_codes ?? []);
      await onChange();
    },
  });
  const off = useMutation({ mutationFn: (password: string) => answer(api.POST("/api/v1/account/two-factor/off", { body: { password } })), onSuccess: onChange });
  return (
    <>
      <p className={classes.lead}>
        On since {day(since)}. {left === 1 ? "One recovery code is" : `${left} recovery codes are`} unused{left < 4 ? ": make new ones soon." : "."}
        {required && " An owner asks everybody to use codes, so you would have to set them up again."}
      </p>
      {asking === null && (
        <div className={classes.row}>
          <Button variant="default" onClick={() => setAsking("renew")}>Make new recovery codes</Button>
          <Button variant="subtle" onClick={() => setAsking("off")}>Switch codes off</Button>
        </div>
      )}
      {asking === "renew" && <WithPassword label="Make new recovery codes" error={renew.error} pending={renew.isPending} onSubmit={renew.mutate} onCancel={() => setAsking(null)} />}
      {asking === "off" && <WithPassword label="Switch codes off" error={off.error} pending={off.isPending} onSubmit={off.mutate} onCancel={() => setAsking(null)} />}
    </>
  );
}

/** Asks for the password again, before what a borrowed browser must not do. */
function WithPassword({ label, error, pending, onSubmit, onCancel }: { label: string; error: unknown; pending: boolean; onSubmit: (password: string) => void; onCancel?: () => void }) {
  const [password, setPassword] = useState("");
  const blamed = error instanceof ProblemError ? error.fields.find((f) => f.pointer === "/password")?.detail : undefined;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(password);
      }}
    >
      <PasswordInput label="Your password, again" autoComplete="current-password" required value={password} error={blamed} onChange={(e) => setPassword(e.currentTarget.value)} />
      {error != null && !blamed && <ProblemNote error={error} />}
      <div className={classes.row}>
        <Button type="submit" loading={pending}>{label}</Button>
        {onCancel && <Button variant="subtle" onClick={onCancel}>Cancel</Button>}
      </div>
    </form>
  );
}
