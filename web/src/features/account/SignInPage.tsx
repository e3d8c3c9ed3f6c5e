import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { answer, api, ProblemError, type Schemas } from "@/shared/api/client";
import { meQuery } from "@/shared/api/me";
import { ProblemNote } from "@/shared/states/States";
import { nextAddress } from "./next";
import { Sheet } from "./Sheet";
import classes from "./Sheet.module.css";

/** Signs in, with a code as the second step where codes are on, and goes on to where one wanted to go. */
export default function SignInPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [wantsCode, setWantsCode] = useState(false);
  const signIn = useMutation({
    mutationFn: (body: Schemas["SignInRequestBody"]) => answer(api.POST("/api/v1/session", { body })),
    onSuccess: async (me) => {
      client.clear();
      client.setQueryData(meQuery.queryKey, me);
      await navigate({ href: nextAddress(next) });
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.fields.some((f) => f.pointer === "/code")) setWantsCode(true);
    },
  });
  const onSubmit = (event: React.FormEvent) => {
    event.preventDefault();
    signIn.mutate(wantsCode ? { email, password, code } : { email, password });
  };
  const restart = () => {
    setWantsCode(false);
    setCode("");
    signIn.reset();
  };
  if (wantsCode) {
    const wrong = signIn.variables?.code ? signIn.error?.message : undefined;
    return (
      <Sheet title="One more step" lead={`Your password is right. Now the code for ${email}.`}>
        <form className={classes.form} onSubmit={onSubmit}>
          <TextInput label="Code" description="From your authenticator app, or one of your recovery codes" autoComplete="one-time-code" autoFocus required maxLength={40} value={code} error={wrong} onChange={(e) => setCode(e.currentTarget.value)} />
          <Button type="submit" loading={signIn.isPending} mt="xs">Sign in</Button>
          <Button variant="subtle" onClick={restart}>Sign in as somebody else</Button>
        </form>
      </Sheet>
    );
  }
  return (
    <Sheet title="Sign in">
      <form className={classes.form} onSubmit={onSubmit}>
        <TextInput label="Mail address" type="email" autoComplete="username" required value={email} onChange={(e) => setEmail(e.currentTarget.value)} />
        <PasswordInput label="Password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.currentTarget.value)} />
        {signIn.error && <ProblemNote error={signIn.error} />}
        <Button type="submit" loading={signIn.isPending} mt="xs">Sign in</Button>
      </form>
    </Sheet>
  );
}
