import { ActionIcon, Menu } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import type { RefObject } from "react";
import { useZone } from "@/shared/api/me";
import { fixedDays, isRelative } from "@/shared/range/range";
import { useRange } from "@/shared/range/useRange";
import { notify } from "@/shared/states/notices";
import { download, toCsv } from "@/shared/table/csv";
import type { Column } from "@/shared/table/DataTable";

type Props<Row> = {
  title: string;
  /** Whether there is an address to copy. */
  linked: boolean;
  /** The address of the figure, where it is not this screen's. */
  link?: { to: string; search: { range: string } };
  columns: Column<Row>[];
  rows: Row[];
  toPng?: () => string;
  picture?: RefObject<HTMLElement | null>;
};

/** Takes a figure away: as a table, as a picture, or as a link that shows it again. */
export function FigureMenu<Row>({ title, linked, link, columns, rows, toPng, picture }: Props<Row>) {
  const screen = useRange().range;
  const range = link?.search.range ?? screen;
  const zone = useZone();
  const router = useRouter();
  const file = title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const savePng = async () => {
    const url = toPng?.() || (picture?.current && (await import("./picturePng").then(({ picturePng }) => picturePng(picture.current as HTMLElement))));
    if (url) download(`${file}.png`, pngBlob(url));
  };
  const copy = (days?: string) => {
    const url = new URL(link ? router.buildLocation({ to: link.to, search: () => link.search }).href : window.location.href, window.location.href);
    if (days) url.searchParams.set("range", days);
    void navigator.clipboard.writeText(url.href).then(() => notify("The link is copied."), () => notify("The browser did not let Wend copy the link: copy the address above."));
  };
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="default" size={link || !linked ? "md" : "lg"} aria-label={`Download or share ${title}`}>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2v8m0 0 3-3m-3 3L5 7M2.5 13.5h11" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" /></svg>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => download(`${file}.csv`, new Blob([toCsv(columns, rows)], { type: "text/csv" }))}>Download CSV</Menu.Item>
        {picture && <Menu.Item onClick={() => void savePng().catch(() => notify("This browser cannot make a picture of it: take the CSV, or a screenshot."))}>Download PNG</Menu.Item>}
        {linked && <Menu.Item onClick={() => copy()}>Copy a link to this</Menu.Item>}
        {linked && isRelative(range) && <Menu.Item onClick={() => copy(fixedDays(range, zone))}>Copy a link that keeps these days</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The bytes of a data URL. The content policy lets nothing fetch one. */
function pngBlob(url: string): Blob {
  return new Blob([Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (letter) => letter.charCodeAt(0))], { type: "image/png" });
}
