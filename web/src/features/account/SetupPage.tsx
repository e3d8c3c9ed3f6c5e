import { Button, PasswordInput, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { answer, api, ProblemError, type Schemas } from "@/shared/api/client";
import { meQuery } from "@/shared/api/me";
import { Loading, ProblemNote } from "@/shared/states/States";
import { Sheet } from "./Sheet";
import classes from "./Sheet.module.css";

/** The first start: makes the owner's account with the link that was printed. */
export default function SetupPage() {
  const { token } = useSearch({ strict: false });
  const { data, error } = useQuery({ queryKey: ["setup"], queryFn: ({ signal }) => answer(api.GET("/api/v1/setup", { signal })) });
  if (error) return <Sheet title="Welcome to Wend"><ProblemNote error={error} /></Sheet>;
  if (!data) return <Sheet title="Welcome to Wend"><Loading label="Opening" /></Sheet>;
  if (!data.needed) {
    return (
      <Sheet title="There is an owner already" lead="The link from the first start works once, and it was used.">
        <p><Link to="/sign-in" className="plain-link">Sign in instead</Link></p>
      </Sheet>
    );
  }
  if (!token) {
    return (
      <Sheet title="Welcome to Wend" lead="To create the owner's account, open the link that Wend printed when it started. It looks like this page's address, with a token at its end. Start Wend again to get a new one.">
        <span />
      </Sheet>
    );
  }
  return <OwnerForm token={token} />;
}

function OwnerForm({ token }: { token: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [fields, setFields] = useState({ name: "", workspace: "", email: "", password: "", timezone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  const set = (key: keyof typeof fields) => (value: string) => setFields((before) => ({ ...before, [key]: value }));
  const create = useMutation({
    mutationFn: (body: Schemas["SetupRequestBody"]) => answer(api.POST("/api/v1/setup", { body })),
    onSuccess: async (me) => {
      client.clear();
      client.setQueryData(meQuery.queryKey, me);
      await navigate({ to: "/welcome" });
    },
  });
  const blamed = (key: string) => (create.error instanceof ProblemError ? create.error.fields.find((f) => f.pointer === `/${key}`)?.detail : undefined);
  const told = ["name", "workspace", "email", "password", "timezone"].some(blamed);
  const zones = [...new Set(["UTC", fields.timezone, ...Intl.supportedValuesOf("timeZone")])];
  return (
    <Sheet title="Welcome to Wend" lead="Create the owner's account. Everything stays on your own machine.">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ token, ...fields });
        }}
      >
        <TextInput label="Your name" autoComplete="name" required error={blamed("name")} value={fields.name} onChange={(e) => set("name")(e.currentTarget.value)} />
        <TextInput label="Name of the business" autoComplete="organization" required maxLength={200} error={blamed("workspace")} value={fields.workspace} onChange={(e) => set("workspace")(e.currentTarget.value)} />
        <TextInput label="Mail address" type="email" autoComplete="username" required error={blamed("email")} value={fields.email} onChange={(e) => set("email")(e.currentTarget.value)} />
        <PasswordInput label="Password" description="At least 10 characters; a few words are easy to remember" autoComplete="new-password" required minLength={10} error={blamed("password")} value={fields.password} onChange={(e) => set("password")(e.currentTarget.value)} />
        <Select label="Time zone of the business" description="Its days begin by this clock" searchable allowDeselect={false} data={zones} value={fields.timezone} error={blamed("timezone")} onChange={(zone) => set("timezone")(zone ?? fields.timezone)} />
        {create.error && !told && <ProblemNote error={create.error} />}
        <Button type="submit" loading={create.isPending} mt="xs">Create the account</Button>
      </form>
    </Sheet>
  );
}
