import { Button, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Changeable } from "@/shared/access/Allowed";
import { answer, api, ProblemError, type Schemas } from "@/shared/api/client";
import { type Settings, settingsQuery } from "@/shared/api/settings";
import { Page } from "@/shared/figure/Page";
import { countryName, holidaysInWords, holidaysQuery } from "@/shared/insights/holidays";
import { Loading, ProblemNote } from "@/shared/states/States";

/** The name of the business, its time zone, its country and its currency. */
export default function GeneralPage() {
  const { data, error } = useQuery(settingsQuery);
  const holidays = useQuery(holidaysQuery);
  return (
    <Page title="General" lead="What the business is called, when its days begin, where it is, and what its money is.">
      {(error ?? holidays.error) && <ProblemNote error={error ?? holidays.error} />}
      {!(data && holidays.data) && !error && !holidays.error && <Loading label="Opening the settings" />}
      {data && holidays.data && <Changeable by="edit_settings"><GeneralForm settings={data} holidays={holidays.data} /></Changeable>}
    </Page>
  );
}

function GeneralForm({ settings, holidays }: { settings: Settings; holidays: Schemas["HolidaysResponseBody"] }) {
  const client = useQueryClient();
  const [name, setName] = useState(settings.name);
  const [timezone, setTimezone] = useState(settings.timezone);
  const [country, setCountry] = useState(settings.country);
  const [currency, setCurrency] = useState(settings.currency);
  const save = useMutation({
    mutationFn: (body: Schemas["Change"]) => answer(api.PUT("/api/v1/settings", { body })),
    onSuccess: (now) => {
      client.setQueryData(settingsQuery.queryKey, now);
      return client.invalidateQueries(); // days begin elsewhere, money is called otherwise
    },
  });
  const blamed = (pointer: string) => (save.error instanceof ProblemError ? save.error.fields.find((f) => f.pointer === pointer)?.detail : undefined);
  const zones = [...new Set(["UTC", timezone, ...Intl.supportedValuesOf("timeZone")])];
  const currencies = [...new Set([currency, ...Intl.supportedValuesOf("currency")])];
  const countries = [{ value: "", label: "As the time zone says" }, ...[...new Set([...(country ? [country] : []), ...(holidays.countries ?? [])])].map((code) => ({ value: code, label: countryName(code) })).sort((a, b) => a.label.localeCompare(b.label))];
  return (
    <form
      className="sheet"
      style={{ maxWidth: 520 }}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ name, timezone, country, currency });
      }}
    >
      <Stack>
        <TextInput label="Name of the business" value={name} maxLength={200} required error={blamed("/name")} onChange={(e) => setName(e.currentTarget.value)} />
        <Select label="Time zone" description="Days, weeks and months begin by this clock" searchable allowDeselect={false} data={zones} value={timezone} error={blamed("/timezone")} onChange={(zone) => setTimezone(zone ?? timezone)} />
        <Select label="Country" description={`Its public holidays are no surprise in what changed. ${holidaysInWords(holidays)}`} searchable allowDeselect={false} data={countries} value={country} error={blamed("/country")} onChange={(code) => setCountry(code ?? country)} />
        <Select label="Currency" description="What order values are in. Values are not converted." searchable allowDeselect={false} data={currencies} value={currency} error={blamed("/currency")} onChange={(code) => setCurrency(code ?? currency)} />
        {save.error && !blamed("/name") && !blamed("/timezone") && !blamed("/country") && !blamed("/currency") && <ProblemNote error={save.error} />}
        <div>
          <Button type="submit" loading={save.isPending}>Save</Button>
          <span role="status" className="soft" style={{ marginLeft: "0.8rem" }}>{save.isSuccess ? "Saved." : ""}</span>
        </div>
      </Stack>
    </form>
  );
}
