/**
 * What the palette is opened about: the chosen tickets, else the one that is open, else the row that the keyboard is at; and the list on the
 * page. The keys that its commands press are about the same (keys.ts).
 */
import { focusedRow } from "./keys";
import { selection } from "./selection";

interface About {
  /** What stands before the field. */
  said: string;
  asked: Record<string, string>;
}

function numberOf(row: HTMLElement | undefined): string {
  const link = row?.matches("a") ? row : row?.querySelector("a[href*='/tickets/']");
  return row?.dataset["number"] ?? /\/tickets\/([^/?#]+)/.exec(link?.getAttribute("href") ?? "")?.[1] ?? "";
}

/** Read before the dialog takes the focus away. */
export function aboutPage(): About {
  const asked: Record<string, string> = {};
  const list = document.querySelector<HTMLElement>("#rows[data-live-src]");
  if (list) asked["list"] = new URL(list.dataset["liveSrc"] ?? "", location.href).search.slice(1);
  const { count } = selection();
  const opened = document.querySelector<HTMLElement>("[data-ticket-number]");
  const row = opened ? "" : numberOf(focusedRow());
  if (opened) asked["ticket"] = opened.dataset["ticketNumber"] ?? "";
  if (row) asked["row"] = row;
  if (count) asked["chosen"] = String(count);
  const said = count ? document.querySelector("#bulk [data-said]")?.textContent : opened?.querySelector(".number")?.textContent;
  return { said: said ?? row, asked };
}
