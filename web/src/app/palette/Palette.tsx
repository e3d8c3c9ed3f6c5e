import { Modal, TextInput, useMantineColorScheme } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import { answer, api, type Schemas } from "@/shared/api/client";
import { useMay, useMe } from "@/shared/api/me";
import { schemaQuery } from "@/shared/api/schema";
import { customerName, identifiersInShort } from "@/shared/customer/customer";
import { useFocusBack } from "@/shared/dialog/useFocusBack";
import { dashboardsQuery, savedQueriesQuery } from "@/shared/saved/queries";
import { notify } from "@/shared/states/notices";
import { accountItems, arrange, dashboardItems, elsewhere, eventItems, type Item, mapItems, savedItems, screenItems, type ToHref } from "./items";
import classes from "./Palette.module.css";
import { recentItems, remember } from "./recent";

type Props = { onClose: () => void; onNote: () => void; onShortcuts: () => void };

/** One search over everything that can be opened or done. */
export default function Palette({ onClose, onNote, onShortcuts }: Props) {
  useFocusBack();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const id = useId();
  const router = useRouter();
  const groups = useFound(typed, { onNote, onShortcuts });
  const flat = groups.flatMap(({ items }) => items);
  const chosen = flat[Math.min(active, flat.length - 1)];
  const optionId = (item: Item) => `${id}-${flat.indexOf(item)}`;

  useEffect(() => {
    if (chosen) document.getElementById(`${id}-${flat.indexOf(chosen)}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen, flat, id]);

  const open = (item: Item) => {
    onClose();
    remember(item);
    if ("href" in item) router.history.push(item.href);
    else item.run();
  };
  const byKey = (event: KeyboardEvent) => {
    const last = flat.length - 1;
    const steps: Record<string, number> = { ArrowDown: active >= last ? 0 : active + 1, ArrowUp: active <= 0 ? last : active - 1 };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setActive(Math.max(0, to));
    } else if (event.key === "Enter" && chosen) {
      event.preventDefault();
      open(chosen);
    }
  };

  return (
    <Modal.Root opened onClose={onClose} size="lg" yOffset="10dvh">
      <Modal.Overlay />
      <Modal.Content aria-label="Search">
        <Modal.Body p={0}>
          <TextInput
            data-autofocus size="md" classNames={{ input: classes.input ?? "" }} placeholder="Search customers, screens, what is saved, or what to do"
            role="combobox" aria-label="Search everything" aria-expanded="true" aria-controls={`${id}-list`} aria-autocomplete="list" aria-activedescendant={chosen ? optionId(chosen) : undefined}
            value={typed} onChange={(e) => { setTyped(e.currentTarget.value); setActive(0); }} onKeyDown={byKey}
          />
          <div id={`${id}-list`} role="listbox" aria-label="What was found" className={classes.list}>
            {groups.map(({ group, items }) => (
              <div key={group} role="group" aria-label={group}>
                <div className={classes.group} aria-hidden="true">{group}</div>
                {items.map((item) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, which keeps the focus
                  <div key={item.id} id={optionId(item)} role="option" tabIndex={-1} aria-selected={item === chosen} className={classes.option} onMouseMove={() => setActive(flat.indexOf(item))} onClick={() => open(item)}>
                    <span className={classes.label}>{item.label}</span>
                    {item.detail && <span className={classes.detail}>{item.detail}</span>}
                  </div>
                ))}
              </div>
            ))}
          </div>
          <p role="status" className={flat.length === 0 ? classes.nothing : "visually-hidden"}>{flat.length === 0 ? "Nothing is called that." : `${flat.length} found`}</p>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

const customersQuery = (q: string) =>
  queryOptions<Schemas["Customer"][]>({
    queryKey: ["palette", q],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/customers", { params: { query: { q, limit: 5 } }, signal })).then(({ items }) => items ?? []),
    placeholderData: (before) => before, // the list does not jump while one types
  });

const accountsQuery = (q: string) =>
  queryOptions<Schemas["Account"][]>({
    queryKey: ["palette", "accounts", q],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/accounts", { params: { query: { q, limit: 5 } }, signal })).then(({ items }) => items ?? []),
    placeholderData: (before) => before,
  });

const mapsQuery = queryOptions({
  queryKey: ["palette", "maps"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/journey-maps", { params: { query: { limit: 200 } }, signal })).then(({ items }) => items ?? []),
});

function useFound(typed: string, { onNote, onShortcuts }: Pick<Props, "onNote" | "onShortcuts">) {
  const router = useRouter();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const mayEdit = useMay("edit_analyses");
  const maySee = useMay("see_customers");
  const [asked] = useDebouncedValue(typed.trim(), 180);
  const customers = useQuery({ ...customersQuery(asked), enabled: maySee && asked.length >= 2 }).data;
  const hasAccounts = useMe().workspace.accounts > 0;
  const accounts = useQuery({ ...accountsQuery(asked), enabled: maySee && hasAccounts && asked.length >= 2 }).data;
  const maps = useQuery(mapsQuery).data;
  const saved = useQuery(savedQueriesQuery).data;
  const dashboards = useQuery(dashboardsQuery).data;
  const events = useQuery(schemaQuery).data?.events;

  const known = useMemo(() => {
    const toHref: ToHref = (to, search) => router.buildLocation({ to, search: () => search }).href;
    return [...dashboardItems(dashboards ?? []), ...mapItems(maps ?? []), ...savedItems(saved ?? [], toHref), ...screenItems(), ...elsewhere, ...eventItems(events ?? [], toHref)];
  }, [router, dashboards, maps, saved, events]);
  const actions: Item[] = [
    ...(mayEdit ? [{ id: "note", group: "Actions" as const, label: "Add a note on a day", run: onNote }] : []),
    { id: "link", group: "Actions", label: "Copy a link to this page", run: () => void navigator.clipboard.writeText(window.location.href).then(() => notify("The link is copied."), () => notify("The browser did not let Wend copy the link: copy the address above.")) },
    ...(colorScheme === "dark" ? [] : [{ id: "dark", group: "Actions" as const, label: "Switch to dark", run: () => setColorScheme("dark") }]),
    ...(colorScheme === "light" ? [] : [{ id: "light", group: "Actions" as const, label: "Switch to light", run: () => setColorScheme("light") }]),
    { id: "shortcuts", group: "Actions", label: "Show the keyboard shortcuts", detail: "?", run: onShortcuts },
  ];
  if (!typed.trim()) return arrange([...recentItems(), ...actions, ...known.filter(({ group }) => group === "Screens" || group === "Dashboards")], "");
  const people = (asked.length >= 2 ? customers ?? [] : []).map((customer): Item => {
    const name = customerName(customer);
    return { id: customer.id, group: "Customers", label: name, detail: identifiersInShort(customer.identifiers, name), href: `/customers/${encodeURIComponent(customer.id)}` };
  });
  return arrange([...people, ...accountItems(asked.length >= 2 ? accounts ?? [] : []), ...known, ...actions], typed);
}
