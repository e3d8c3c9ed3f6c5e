import { useNavigate, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { decodePeople, type People } from "./people";

const PeopleDrawer = lazy(() => import("./PeopleDrawer"));

/** Shows the list that the address names. Stands once, around every screen. */
export function PeopleDoor() {
  const said = JSON.stringify(useSearch({ strict: false }).people);
  const navigate = useNavigate();
  const people = useMemo(() => (said === undefined ? undefined : decodePeople(JSON.parse(said))), [said]);
  // The last list stays while the drawer closes.
  const [last, setLast] = useState<People>();
  if (people && people !== last) setLast(people);
  // Whoever closes the list goes on where they opened it.
  const opener = useRef<Element | null>(null);
  const opened = people !== undefined;
  useEffect(() => {
    if (opened) {
      opener.current = document.activeElement;
    } else if ((opener.current instanceof HTMLElement || opener.current instanceof SVGElement) && opener.current.isConnected) {
      opener.current.focus({ preventScroll: true });
      opener.current = null;
    }
  }, [opened]);
  if (!last) return null;
  const close = () => void navigate({ to: ".", search: ({ people: _, ...rest }) => rest, resetScroll: false, replace: true });
  return (
    <Suspense fallback={null}>
      <PeopleDrawer people={people ?? last} opened={opened} onClose={close} />
    </Suspense>
  );
}
