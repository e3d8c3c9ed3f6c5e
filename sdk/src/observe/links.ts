import type { Observe } from "../../wend";
import { bare, described, ignored } from "./describe";
import { listen, type Tell } from "./part";

const file = /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|rtf|zip|rar|7z|gz|tgz|dmg|pkg|exe|msi|apk|epub|mp3|wav|mp4|mov|avi|mkv|ics|vcf)$/i;

/** Links that lead away, and links to files. */
export function links(tell: Tell, switches: Observe): void {
  // the middle button, which opens a tab, is no click
  listen(document, "click auxclick", (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href],area[href]") : null;
    if (!link || ignored(link) || event.button > 1 || !/^https?:$/.test(link.protocol)) return;
    const name = link.pathname.split("/").pop() ?? "";
    const [, extension] = file.exec(name) ?? [];
    const told = { url: bare(link.href), ...described(link) };
    if (extension || link.hasAttribute("download")) {
      if (switches.downloads !== false) tell("File Downloaded", { ...told, file: name, extension: extension?.toLowerCase() });
    } else if (link.host !== location.host && switches.outbound !== false) tell("Outbound Link Clicked", { ...told, host: link.host });
  });
}
