import { ActionIcon, Drawer } from "@mantine/core";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useMe } from "@/shared/api/me";
import { Notices } from "@/shared/states/Notices";
import { Logo } from "@/shared/motif/Logo";
import { PeopleDoor } from "@/shared/people/PeopleDoor";
import { PaletteDoor } from "../palette/PaletteDoor";
import { AccountMenu } from "./AccountMenu";
import classes from "./Frame.module.css";
import { Navigation } from "./Navigation";
import { WorldMenu } from "./WorldMenu";

/** What stands around every screen: navigation on the left, in a drawer on a phone. */
export function Frame() {
  const me = useMe();
  const [open, setOpen] = useState(false);
  const [searching, setSearching] = useState(false);
  const path = useLocation({ select: (location) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another screen closes the drawer
  useEffect(() => setOpen(false), [path]);
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>Skip to the content</a>
      <header className={classes.bar}>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Open the navigation" onClick={() => setOpen(true)}>
          <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="M3 5.5h14M3 10h14M3 14.5h9" stroke="var(--ink)" strokeWidth="1.8" strokeLinecap="round" /></svg>
        </ActionIcon>
        <Logo />
        <span>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Search everything" onClick={() => setSearching(true)}><Glass /></ActionIcon>
          <HelpLink />
          <AccountMenu compact />
        </span>
      </header>
      <aside className={classes.side}>
        <div className={classes.brand}><Logo /></div>
        {me.demo ? <WorldMenu /> : <p className={classes.workspace}>{me.workspace.name}</p>}
        <button type="button" className={classes.search} aria-keyshortcuts="Control+K Meta+K /" onClick={() => setSearching(true)}>
          <span><Glass /> Search</span><kbd>Ctrl K</kbd>
        </button>
        <Navigation />
        <div className={classes.account}><AccountMenu /><HelpLink /></div>
      </aside>
      <Drawer opened={open} onClose={() => setOpen(false)} size={280} padding="lg" title={<Logo />} closeButtonProps={{ "aria-label": "Close the navigation" }}>
        {me.demo ? <WorldMenu /> : <p className={classes.workspace}>{me.workspace.name}</p>}
        <Navigation />
      </Drawer>
      <div className={classes.content}>
        {me.demo && <DemoNote />}
        <Outlet />
        <PeopleDoor />
      </div>
      <PaletteDoor asked={searching} onAnswered={() => setSearching(false)} />
      <Notices />
    </div>
  );
}

function Glass() {
  return <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M10.6 10.6 14 14M11.8 7A4.8 4.8 0 1 1 2.2 7a4.8 4.8 0 0 1 9.6 0Z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" /></svg>;
}

/** Where the words of the screens are explained. */
function HelpLink() {
  return <Link to="/glossary" className={classes.help} aria-label="Words explained" title="Words explained">?</Link>;
}

function DemoNote() {
  return (
    <p className={classes.note}>
      This business is simulated, and alive since you opened it. Nobody here is real, and nothing is sent to anybody.
    </p>
  );
}
