import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { answer, api, type Schemas } from "@/shared/api/client";
import { meQuery } from "@/shared/api/me";
import { ProblemNote } from "@/shared/states/States";
import { nextAddress } from "./next";
import { Sheet } from "./Sheet";
import classes from "./Sheet.module.css";

/** Signs in, and goes on to where one wanted to go. */
export default function SignInPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { next } = useSearch({ strict: false });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: (body: Schemas["SignInRequestBody"]) => answer(api.POST("/api/v1/session", { body })),
    onSuccess: async (me) => {
      client.clear();
      client.setQueryData(meQuery.queryKey, me);
      await navigate({ href: nextAddress(next) });
    },
  });
  return (
    <Sheet title="Sign in">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate({ email, password });
        }}
      >
        <TextInput label="Mail address" type="email" autoComplete="username" required value={email} onChange={(e) => setEmail(e.currentTarget.value)} />
        <PasswordInput label="Password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.currentTarget.value)} />
        {signIn.error && <ProblemNote error={signIn.error} />}
        <Button type="submit" loading={signIn.isPending} mt="xs">Sign in</Button>
      </form>
    </Sheet>
  );
}
