import { Menu, UnstyledButton } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { Loading } from "@/shared/states/States";
import classes from "./WorldMenu.module.css";

/** How long the server may take to simulate another business before the page says that something is wrong. */
const patience = 90_000;

/** Resolves once the server answers for the other business. */
async function opened(world: string) {
  const until = Date.now() + patience;
  while (Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const { world: shown } = await answer(api.GET("/api/v1/demo")).catch(() => ({ world: undefined }));
    if (shown === world) return;
  }
  throw new Error("The other business did not open. Look at what the program printed.");
}

/** The name of the simulated business, and the way to the others. */
export function WorldMenu() {
  const me = useMe();
  const { data } = useQuery({ queryKey: ["demo"], queryFn: ({ signal }) => answer(api.GET("/api/v1/demo", { signal })), staleTime: Number.POSITIVE_INFINITY });
  const change = useMutation({
    mutationFn: async (world: string) => {
      await answer(api.PUT("/api/v1/demo", { body: { world } }));
      await opened(world);
    },
    // Nothing that this page knows is true of the other business.
    onSuccess: () => window.location.assign("/"),
  });
  return (
    <>
      <Menu position="bottom-start" width={300} withinPortal>
        <Menu.Target>
          <UnstyledButton className={classes.target}>
            <span>{me.workspace.name}</span>
            <span className={classes.mark}>Demo <span aria-hidden="true">▾</span></span>
            <span className="visually-hidden">, a simulated business. Choose another</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Simulated businesses</Menu.Label>
          {data?.worlds?.map((world) => (
            <Menu.Item key={world.key} aria-current={world.key === data.world || undefined} onClick={() => world.key !== data.world && change.mutate(world.key)}>
              <span className={classes.name} data-current={world.key === data.world}>{world.name}</span>
              <span className={classes.description}>{world.description}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {change.isPending && (
        <div className={classes.veil} role="alert">
          <Loading label={`Simulating ${data?.worlds?.find((world) => world.key === change.variables)?.name ?? "the business"}`} height={120} />
          <p>Half a year of customers, in a few seconds.</p>
        </div>
      )}
      {change.isError && <p role="alert" className={classes.failed}>{change.error.message}</p>}
    </>
  );
}
