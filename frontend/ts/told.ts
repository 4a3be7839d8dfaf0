/**
 * What a member is told of their own: a ticket is theirs, somebody named them, their customer answered, a reminder is due, a ticket they put
 * aside is back. The stream says only that there is something; the words come from the server, once for all tabs. A hidden tab waits until it is looked at. A page that shows a ticket in
 * which the member is named says that they have looked.
 */
import { onContent, storage } from "./dom";
import { showToast } from "./toast";

interface Words {
  text: string;
  sign: string;
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
export function seen(run: () => void): void {
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
  const { text, sign, href, open, looked } = (await answer.json()) as Words;
  const here = isOpen(ticket);
  if (here && looked) void look(looked);
  const action = { label: open, run: (): void => location.assign(href) };
  showToast({ text, kind: "none", sign, seconds: 12, ...(here ? {} : { action }) });
}

/** Whether the page shows the ticket. */
export function isOpen(ticket: string): boolean {
  return document.querySelector(`#top[data-live-ticket="${CSS.escape(ticket)}"]`) !== null;
}

/** Something concerns the reader: ``event`` tells it from what was said before, ``which`` is where its words are. */
export function tell(ticket: string, event: string, which: string): void {
  const address = document.querySelector<HTMLElement>("live-stream")?.dataset["told"];
  if (address) seen(() => isFirst(event) && void say(address.replace("~which~", which), ticket));
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

/**
 * The ticket that the page shows is not there any more for its reader; what was typed stays where it is. Who deleted it hears of it here before the
 * answer leads them away: they need no telling.
 */
export async function tellGone(ticket: string): Promise<void> {
  await new Promise((done) => setTimeout(done, 1_000));
  if (!document.querySelector(`[data-live-ticket="${CSS.escape(ticket)}"]`)) return;
  const text = document.querySelector<HTMLElement>("live-stream")?.dataset["gone"];
  if (text) showToast({ text, kind: "none", sign: "trash-2", seconds: Infinity });
}
