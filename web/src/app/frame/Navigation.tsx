import { Link, useLocation } from "@tanstack/react-router";
import { Fragment, useId } from "react";
import { useMe } from "@/shared/api/me";
import { groupsOf, isCurrent, sections } from "../navigation";
import classes from "./Navigation.module.css";

/** The sections; the one that is open shows its parts. */
export function Navigation() {
  const me = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  const id = useId();
  const groupId = (group: string) => `${id}${group.replaceAll(" ", "-")}`;
  return (
    <nav aria-label="Main">
      <ul className={classes.list}>
        {sections.filter(({ when }) => !when || when(me)).map((section) => {
          const current = isCurrent(section, path);
          return (
            <li key={section.to}>
              <Link to={section.to} search={keepRange} className={classes.link} data-current={current || undefined} aria-current={current && !section.children ? "page" : undefined}>
                {section.label}
              </Link>
              {current && section.children && (
                <div className={classes.parts}>
                  {groupsOf(section.children.filter(({ needs }) => !needs || me.permissions?.includes(needs))).map(({ group, parts }) => (
                    <Fragment key={group ?? ""}>
                      {group && <p className={classes.group} id={groupId(group)}>{group}</p>}
                      <ul className={classes.list} aria-labelledby={group && groupId(group)}>
                        {parts.map((part) => (
                          <li key={part.to}>
                            <Link to={part.to} search={keepRange} className={classes.part} data-current={path === part.to || undefined} aria-current={path === part.to ? "page" : undefined}>
                              {part.label}
                            </Link>
                          </li>
                        ))}
                      </ul>
                    </Fragment>
                  ))}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

type Kept = { range?: string; counting?: "accounts" };

/** Going to another screen keeps the date range, and whose journeys are counted, and nothing else. */
function keepRange({ range, counting }: Kept): Kept {
  return { ...(range && { range }), ...(counting && { counting }) };
}
