/** What lines without a name are called. */
export const noPage = "No page (apps and servers)";
export const noSource = "None known";
