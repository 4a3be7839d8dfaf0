/**
 * Who else is on a ticket. The page says every 4 seconds that its reader looks at the ticket, or writes; who is on which is told by the
 * stream, and shown in the ticket's head and as faces on rows. Only a page that can be seen says so: another tab is not being looked at.
 */
import { onContent } from "./dom";
import { face } from "./faces";

interface Person {
  id: string;
  name: string;
  writing: boolean;
}
type Doing = "viewing" | "writing" | "gone";

const beat = 4_000;
const pause = 6_000; // without a key, who wrote reads again
const tab = crypto.randomUUID().slice(0, 8);
const here = new Map<string, Person[]>();
let said: { address: string; doing: Doing } | null = null;
let typed = 0;

const me = (): string => document.querySelector<HTMLElement>("live-stream")?.dataset["me"] ?? "";
const top = (): HTMLElement | null => document.querySelector<HTMLElement>("#top[data-live-ticket][data-live-src]");

/** Where this page says that it is open: below the address of its ticket. */
function address(): string | null {
  const src = top()?.dataset["liveSrc"];
  return src && me() && document.visibilityState === "visible" ? src.replace(/\/parts\/.*$/, "/presence") : null;
}

function send(to: string, doing: Doing): void {
  const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, doing, tab });
  fetch(to, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } }).catch(() => null);
}

/** Says what is so now; at once when it is another ticket or another doing, else only on the beat. */
function say(onBeat = false): void {
  const to = address();
  const doing: Doing = Date.now() - typed < pause ? "writing" : "viewing";
  if (said && said.address !== to) send(said.address, "gone");
  const isNew = to !== said?.address || doing !== said?.doing;
  said = to ? { address: to, doing } : null;
  if (to && (isNew || onBeat)) send(to, doing);
}

function words(others: Person[], part: HTMLElement): string {
  const writing = others.filter((one) => one.writing).map((one) => one.name.split(" ")[0] ?? one.name);
  const told = part.dataset[writing.length === 1 ? "writes" : "write"] ?? "";
  return writing.length ? told.replace("{names}", writing.join(", ")) : "";
}

function draw(part: HTMLElement, others: Person[], size: 18 | 20): void {
  const key = JSON.stringify(others);
  if ((part.dataset["shown"] ?? "[]") === key && part.hasChildNodes() === others.length > 0) return;
  part.dataset["shown"] = key;
  const faces = document.createElement("span");
  faces.className = "stack";
  faces.append(...others.slice(0, 4).map((one) => face(one.name, one.id, size)));
  const text = words(others, part);
  part.replaceChildren(...(others.length ? [faces] : []));
  part.classList.toggle("is-written", others.some((one) => one.writing));
  if (!text) return;
  const dots = document.createElement("span");
  dots.className = "typing";
  dots.setAttribute("aria-hidden", "true");
  dots.append(...[1, 2, 3].map(() => document.createElement("i")));
  part.append(text, dots);
}

function others(ticket: string): Person[] {
  return (here.get(ticket) ?? []).filter((one) => one.id !== me());
}

/** On a row the faces stand before its end, on a card beside its assignee; another layout gives the place itself, with data-here. */
function place(ticket: string): HTMLElement | null {
  const given = document.querySelector<HTMLElement>(`.row-here[data-here="${CSS.escape(ticket)}"]`);
  const row = document.getElementById(`row-${ticket}`);
  if (given || !row) return given;
  const made = document.createElement("span");
  made.className = "row-here";
  made.dataset["here"] = ticket;
  const ofCard = row.querySelector(":scope > .line:last-of-type > .push");
  if (ofCard) ofCard.after(made);
  else (row.querySelector(".end") ?? row.querySelector("td .line") ?? row).prepend(made);
  return made;
}

function show(): void {
  const head = document.querySelector<HTMLElement>("[data-here-now]");
  if (head) draw(head, others(head.dataset["hereNow"] ?? ""), 20);
  for (const part of document.querySelectorAll<HTMLElement>(".row-here")) if (!others(part.dataset["here"] ?? "").length) part.remove();
  for (const ticket of here.keys()) {
    const part = others(ticket).length ? place(ticket) : null;
    if (part) draw(part, others(ticket), 18);
  }
}

document.addEventListener("moondesk:live", (event) => {
  const { name, data } = (event as CustomEvent<{ name: string; data: string }>).detail;
  if (name !== "presence") return;
  const { ticket, people } = JSON.parse(data) as { ticket: string; people: Person[] };
  if (people.length) here.set(ticket, people);
  else here.delete(ticket);
  show();
});
/** What was known before the connection was lost may be over; the stream tells anew. */
document.addEventListener("moondesk:connected", () => {
  here.clear();
  show();
  say(true);
});
document.addEventListener("input", (event) => {
  if (!(event.target instanceof HTMLTextAreaElement) || !event.target.closest("ticket-composer")) return;
  typed = Date.now();
  say();
});
document.addEventListener("submit", (event) => {
  if ((event.target as HTMLElement).closest("ticket-composer")) typed = 0;
});
document.addEventListener("visibilitychange", () => say());
addEventListener("pagehide", () => said && send(said.address, "gone"));
setInterval(() => say(true), beat);
onContent(() => {
  say();
  show();
});
