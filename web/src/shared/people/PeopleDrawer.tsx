import { Drawer } from "@mantine/core";
import classes from "./PeopleDrawer.module.css";
import { PeopleList } from "./PeopleList";
import type { People } from "./people";

/** The customers behind one number, beside the screen that shows it. */
export default function PeopleDrawer({ people, opened, onClose }: { people: People; opened: boolean; onClose: () => void }) {
  return (
    <Drawer opened={opened} onClose={onClose} returnFocus={false} position="right" size={500} padding="lg" transitionProps={{ duration: 160 }} title={<span className={classes.title}>{people.title}</span>} closeButtonProps={{ "aria-label": "Close the list" }}>
      <PeopleList key={JSON.stringify([people.question, people.of])} people={people} />
    </Drawer>
  );
}
