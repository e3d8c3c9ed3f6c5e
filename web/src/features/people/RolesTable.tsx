import { useQuery } from "@tanstack/react-query";
import { permissions, roleName } from "@/shared/access/roles";
import { Loading, ProblemNote } from "@/shared/states/States";
import { DataTable } from "@/shared/table/DataTable";
import classes from "./People.module.css";
import { rolesQuery } from "./queries";

/** What each role may do, as the server has it. */
export function RolesTable() {
  const { data, error } = useQuery(rolesQuery);
  return (
    <section className="sheet">
      <h2 className={classes.heading}>What each role may do</h2>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Loading label="Looking up roles" />}
      {data && (
        <DataTable
          caption="What each role may do"
          rows={permissions}
          rowKey={(permission) => permission.value}
          columns={[
            { name: "May", cell: (permission) => permission.text },
            ...(data.items ?? []).map((role) => ({
              name: roleName(role.role),
              cell: (permission: { value: string }) => (role.permissions?.includes(permission.value) ? <span className={classes.yes}>yes</span> : <span className={classes.no}>no</span>),
            })),
          ]}
        />
      )}
    </section>
  );
}
