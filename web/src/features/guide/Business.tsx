import { Button, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemError } from "@/shared/api/client";
import { type Settings, settingsQuery } from "@/shared/api/settings";
import { KitCards } from "@/shared/kit/KitCards";
import { kitsQuery, useApplyKit } from "@/shared/kit/queries";
import { Loading, ProblemNote } from "@/shared/states/States";
import classes from "./GuidePage.module.css";
import { useAddWebsite, useSaveSettings } from "./queries";
import { guessCurrency } from "./steps";

/** What kind of business it is, and what the browser can guess of it. */
export function Business({ hasWebsite, onDone }: { hasWebsite: boolean; onDone: () => void }) {
  const settings = useQuery(settingsQuery);
  const kits = useQuery(kitsQuery);
  if (settings.error) return <ProblemNote error={settings.error} retry={() => void settings.refetch()} />;
  if (!settings.data || !kits.data) return <Loading label="Opening" height={420} />;
  return <Form settings={settings.data} current={kits.data.items?.find(({ current }) => current)?.key ?? null} hasWebsite={hasWebsite} onDone={onDone} />;
}

function Form({ settings, current, hasWebsite, onDone }: { settings: Settings; current: string | null; hasWebsite: boolean; onDone: () => void }) {
  const [kit, setKit] = useState(current);
  const [name, setName] = useState(settings.name);
  const [timezone, setTimezone] = useState(settings.timezone);
  const [currency, setCurrency] = useState((current === null && guessCurrency(navigator.language)) || settings.currency);
  const save = useSaveSettings();
  const apply = useApplyKit();
  const add = useAddWebsite();
  const error = save.error ?? apply.error ?? add.error;
  const blamed = (pointer: string) => (save.error instanceof ProblemError ? save.error.fields.find((f) => f.pointer === pointer)?.detail : undefined);
  const zones = [...new Set(["UTC", timezone, ...Intl.supportedValuesOf("timeZone")])];
  const currencies = [...new Set([currency, ...Intl.supportedValuesOf("currency")])];
  const submit = async () => {
    if (!kit) return;
    await save.mutateAsync({ name, timezone, currency });
    if (kit !== current) await apply.mutateAsync({ key: kit });
    if (!hasWebsite) await add.mutateAsync();
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => undefined); // told below, by the mutation that failed
      }}
    >
      <h1 className={classes.title}>What kind of business is it?</h1>
      <p className={classes.lead}>It decides which stages, events and figures you start with. You can change all of it later.</p>
      <KitCards legend="Choose what is nearest" value={kit} onChange={setKit} />
      <div className={classes.fields}>
        <TextInput label="Name" required maxLength={200} value={name} error={blamed("/name")} onChange={(e) => setName(e.currentTarget.value)} />
        <Select label="Time zone" searchable allowDeselect={false} data={zones} value={timezone} error={blamed("/timezone")} onChange={(zone) => setTimezone(zone ?? timezone)} />
        <Select label="Currency" searchable allowDeselect={false} data={currencies} value={currency} error={blamed("/currency")} onChange={(code) => setCurrency(code ?? currency)} />
      </div>
      {error && <ProblemNote error={error} />}
      <div className={classes.buttons}>
        <Button type="submit" size="md" disabled={!kit} loading={save.isPending || apply.isPending || add.isPending}>Continue</Button>
        {!kit && <Button size="md" variant="subtle" onClick={onDone}>None of these, go on without</Button>}
      </div>
    </form>
  );
}
