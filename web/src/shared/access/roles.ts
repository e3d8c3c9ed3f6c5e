import type { Me } from "@/shared/api/me";

export type Role = Me["role"];

/** The roles in plain words, from the most powerful. */
export const roles: { value: Role; label: string; text: string }[] = [
  { value: "owner", label: "Owner", text: "May do everything, and decides who else may do what." },
  { value: "marketer", label: "Marketer", text: "Runs the workspace day by day: sources, files, stages, dashboards." },
  { value: "analyst", label: "Analyst", text: "Asks questions, keeps the answers and takes data out." },
  { value: "support", label: "Support", text: "Looks customers up and corrects who is who." },
  { value: "read_only", label: "Read-only", text: "Looks at everything and changes nothing." },
];

export const roleName = (role: string): string => roles.find((r) => r.value === role)?.label ?? role;

/** What each permission allows, as the end of "May…". */
export const permissions: { value: string; text: string }[] = [
  { value: "see_numbers", text: "See numbers: dashboards, funnels, trends" },
  { value: "see_customers", text: "See customers and their journeys" },
  { value: "edit_analyses", text: "Save questions, dashboards and notes, and share them" },
  { value: "edit_settings", text: "Change stages, the business's name, time zone and currency" },
  { value: "manage_sources", text: "Add and retire sources, handle the quarantine" },
  { value: "import", text: "Import files, and undo that" },
  { value: "export", text: "Export whole tables" },
  { value: "handle_identity", text: "Correct who is who" },
  { value: "make_tokens", text: "Make API tokens for programs" },
  { value: "handle_personal_data", text: "Hand out or erase all that is known of a customer" },
  { value: "manage_people", text: "Invite and remove people, change roles" },
  { value: "see_audit", text: "Read the audit log" },
];

const holders: Record<string, Role[]> = {
  edit_analyses: ["owner", "marketer", "analyst"],
  edit_settings: ["owner", "marketer"],
  manage_sources: ["owner", "marketer"],
  import: ["owner", "marketer"],
  export: ["owner", "marketer", "analyst"],
  handle_identity: ["owner", "marketer", "support"],
  make_tokens: ["owner", "marketer", "analyst"],
};

/** Why something is not to be had: who may do it, and whom to ask. */
export function whyNot(permission: string): string {
  const names = (holders[permission] ?? ["owner"]).map((role) => roleName(role).toLowerCase());
  const last = names.pop();
  return `This needs the role ${names.length > 0 ? `${names.join(", ")} or ` : ""}${last}. Ask an owner of this workspace.`;
}
