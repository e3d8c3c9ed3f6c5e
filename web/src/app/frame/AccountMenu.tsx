import { Button, Menu, useMantineColorScheme } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { answer, api } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";

const schemes = [{ value: "auto", label: "As the system" }, { value: "light", label: "Light" }, { value: "dark", label: "Dark" }] as const;

/** Who is signed in, light or dark, and the way out. */
export function AccountMenu({ compact = false }: { compact?: boolean }) {
  const me = useMe();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/session")),
    onSuccess: async () => {
      client.clear();
      await navigate({ to: "/sign-in" });
    },
  });
  return (
    <Menu position={compact ? "bottom-end" : "top-start"} width={210} withinPortal>
      <Menu.Target>
        <Button variant="subtle" color="gray" c="var(--ink)" size="compact-md" fw={500} aria-label={`${compact ? initials(me.name) : me.name}, account and appearance`}>
          {compact ? initials(me.name) : me.name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {me.email && <Menu.Label>{me.email}</Menu.Label>}
        <Menu.Label>Appearance</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(next) => setColorScheme(next as (typeof schemes)[number]["value"])}>
          {schemes.map(({ value, label }) => <Menu.RadioItem key={value} value={value}>{label}</Menu.RadioItem>)}
        </Menu.RadioGroup>
        {!me.demo && (
          <>
            <Menu.Divider />
            <Menu.Item component={Link} to="/settings/security">Password and security</Menu.Item>
            <Menu.Item onClick={() => leave.mutate()}>Sign out</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  return name.split(/\s+/).map((part) => part[0]).join("").slice(0, 2).toUpperCase();
}
