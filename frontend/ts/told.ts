/**
 * What a member is told of their own: somebody named them, a reminder is due, a ticket they put aside is back. The stream says only that there
 * is something; the words come from the server, once for all tabs. A hidden tab waits until it is looked at. A page that shows a ticket in
 * which the member is named says that they have looked.
 */
import { onContent, storage } from "./dom";
import { showToast } from "./toast";

interface Words {
  text: string;
  href: string;
  open: string;
  looked: string;
}

const keep = "moondesk:told";

/** Whether this is the first tab to say it. */
function isFirst(event: string): boolean {
  const said = (storage.get(keep) ?? "").split(" ");
  if (said.includes(event)) return false;
  storage.set(keep, [event, ...said].slice(0, 20).join(" "));
  return true;
}

/** Runs when the page can be seen: now, or when somebody comes back to it. */
function seen(run: () => void): void {
  if (document.visibilityState === "visible") return run();
  document.addEventListener("visibilitychange", () => seen(run), { once: true });
}

async function look(address: string): Promise<void> {
  const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
  const body = new URLSearchParams({ csrfmiddlewaretoken: token });
  const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok) document.dispatchEvent(new CustomEvent("moondesk:counts"));
}

async function say(address: string, ticket: string): Promise<void> {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { text, href, open, looked } = (await answer.json()) as Words;
  const here = document.querySelector(`#top[data-live-ticket="${CSS.escape(ticket)}"]`) !== null;
  if (here && looked) void look(looked);
  const action = { label: open, run: (): void => location.assign(href) };
  showToast({ text, kind: "none", sign: looked ? "at-sign" : "bell", seconds: 12, ...(here ? {} : { action }) });
}

/** Something happened to a ticket that some members are told of. */
export function tell(ticket: string, event: string, members: string[]): void {
  const said = document.querySelector<HTMLElement>("live-stream")?.dataset;
  const address = said?.["told"];
  if (!address || !members.includes(said["me"] ?? "")) return;
  seen(() => isFirst(event) && void say(address.replace("~event~", event), ticket));
}

onContent(() => {
  const mark = document.querySelector<HTMLElement>("[data-looked]");
  const address = mark?.dataset["looked"];
  if (!mark || !address) return;
  seen(() => {
    if (!mark.isConnected) return;
    mark.removeAttribute("data-looked");
    void look(address);
  });
});

/** The ticket that the page shows is not there any more for its reader; what was typed stays where it is. */
export function tellGone(ticket: string): void {
  if (!document.querySelector(`[data-live-ticket="${CSS.escape(ticket)}"]`)) return;
  const text = document.querySelector<HTMLElement>("live-stream")?.dataset["gone"];
  if (text) showToast({ text, kind: "none", sign: "trash-2", seconds: Infinity });
}
