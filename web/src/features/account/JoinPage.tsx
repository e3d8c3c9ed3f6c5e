import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { roles } from "@/shared/access/roles";
import { answer, api, ProblemError, type Schemas } from "@/shared/api/client";
import { meQuery } from "@/shared/api/me";
import { Loading, ProblemNote } from "@/shared/states/States";
import { Sheet } from "./Sheet";
import classes from "./Sheet.module.css";

/** Where an invitation's link leads. Its secret stands behind the #, which is sent to no server. */
export default function JoinPage() {
  // As the page was opened: it is used up, and not to be asked for again, when the page is left.
  const [token] = useState(useLocation({ select: (location) => location.hash }).replace(/^#/, ""));
  const { data, error } = useQuery({ queryKey: ["invitation", token], queryFn: ({ signal }) => answer(api.POST("/api/v1/invitation", { body: { token }, signal })), retry: false, staleTime: Number.POSITIVE_INFINITY });
  if (error) {
    return (
      <Sheet title="This link does not work" lead={error.message}>
        <p><Link to="/sign-in" className="plain-link">Sign in instead</Link></p>
      </Sheet>
    );
  }
  if (!data) return <Sheet title="Welcome to Wend"><Loading label="Opening the invitation" /></Sheet>;
  return <JoinForm token={token} invited={data} />;
}

function JoinForm({ token, invited }: { token: string; invited: Schemas["InvitedResponseBody"] }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const join = useMutation({
    mutationFn: (body: Schemas["AcceptRequestBody"]) => answer(api.POST("/api/v1/invitation/accept", { body })),
    onSuccess: async (me) => {
      // What was read as nobody is forgotten, but for the invitation, which is used up.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== "invitation" });
      client.setQueryData(meQuery.queryKey, me);
      await navigate({ to: me.must_enrol ? "/settings/security" : "/" });
    },
  });
  const blamed = (pointer: string) => (join.error instanceof ProblemError ? join.error.fields.find((f) => f.pointer === pointer)?.detail : undefined);
  const role = roles.find((r) => r.value === invited.role);
  return (
    <Sheet title={`Join ${invited.workspace}`} lead={<>{invited.invited_by} invites you as <strong>{role?.label.toLowerCase()}</strong>. {role?.text}</>}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          join.mutate({ token, name, password });
        }}
      >
        <TextInput label="Mail address" description="You will sign in with it" type="email" autoComplete="username" readOnly value={invited.email} />
        <TextInput label="Your name" autoComplete="name" required maxLength={200} error={blamed("/name")} value={name} onChange={(e) => setName(e.currentTarget.value)} />
        <PasswordInput label="Password" description="At least 10 characters; a few words are easy to remember" autoComplete="new-password" required minLength={10} error={blamed("/password")} value={password} onChange={(e) => setPassword(e.currentTarget.value)} />
        {join.error && !blamed("/name") && !blamed("/password") && <ProblemNote error={join.error} />}
        <Button type="submit" loading={join.isPending} mt="xs">Create my account</Button>
      </form>
    </Sheet>
  );
}
