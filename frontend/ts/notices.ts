/** The bell: how much is unread, and the panel with what it is. The stream says when either is another than before. */
import { onContent } from "./dom";
import { isOpen, seen, tell } from "./told";

let unread: { count: number; tickets: string[] } = { count: 0, tickets: [] };

const growing = new Map<string, number>();

const panel = (): HTMLElement | null => document.querySelector<HTMLElement>("#notices");

function words(): string {
  const said = panel()?.dataset ?? {};
  return unread.count === 1 ? said["one"] ?? "" : (said["many"] ?? "").replace("{count}", String(Math.min(unread.count, 99)));
}

function show(): void {
  for (const mark of document.querySelectorAll<HTMLElement>("[data-unread]")) {
    const bell = mark.closest<HTMLElement>("[aria-label]");
    mark.hidden = !unread.count;
    mark.textContent = unread.count > 99 ? "99+" : String(unread.count);
    if (!bell) continue;
    bell.dataset["label"] ??= bell.getAttribute("aria-label") ?? "";
    const label = bell.dataset["label"];
    bell.setAttribute("aria-label", unread.count ? `${label}, ${words()}` : label);
  }
}

async function post(address: string, values: Record<string, string>): Promise<boolean> {
  const token = document.querySelector<HTMLInputElement>('input[name="csrfmiddlewaretoken"]')?.value ?? "";
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, ...values });
  const answer = await fetch(address, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true", "Moondesk-Quiet": "1" } }).catch(() => null);
  return answer?.ok ?? false;
}

/** A ticket that is open has been read. */
function readShown(): void {
  const address = panel()?.dataset["read"];
  const ticket = unread.tickets.find(isOpen);
  if (!address || !ticket) return;
  seen(() => {
    if (!isOpen(ticket) || !unread.tickets.includes(ticket)) return;
    unread.tickets = unread.tickets.filter((one) => one !== ticket);
    void post(address, { ticket });
  });
}

async function fill(): Promise<void> {
  const list = panel();
  const address = list?.dataset["src"];
  if (!list || !address) return;
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const held = list.contains(document.activeElement);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  list.querySelector("#notices-here")?.replaceChildren(...page.body.children);
  if (held && !list.contains(document.activeElement)) list.querySelector<HTMLElement>("a, button")?.focus();
  document.dispatchEvent(new CustomEvent("moondesk:drawn"));
}

document.addEventListener("click", (event) => {
  const bell = (event.target as Element).closest?.<HTMLElement>("[data-bell]");
  const list = panel();
  if (bell && list && !event.ctrlKey && !event.metaKey && innerWidth >= 700) {
    event.preventDefault();
    event.stopPropagation();
    if (list.matches(":popover-open")) list.hidePopover();
    else void fill().then(() => list.showPopover()).then(() => list.querySelector<HTMLElement>("a, button")?.focus());
  } else if ((event.target as Element).closest?.("#notices a")) list?.hidePopover();
}, true);
document.addEventListener("click", (event) => {
  const id = (event.target as Element).closest?.<HTMLElement>("[data-reads]")?.dataset["reads"];
  const address = panel()?.dataset["read"];
  if (id && address) void post(address, { notice: id });
});
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("#notices form[data-quiet]")) return;
  event.preventDefault();
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  void post(form.action, values).then(fill);
});
document.addEventListener("keydown", (event) => {
  const list = panel();
  if (!list?.matches(":popover-open") || !["ArrowDown", "ArrowUp", "j", "k"].includes(event.key)) return;
  const links = [...list.querySelectorAll<HTMLElement>(".notice > a")];
  const at = links.findIndex((link) => link.parentElement?.contains(document.activeElement));
  const next = links[Math.max(0, Math.min(links.length - 1, at + (event.key === "ArrowDown" || event.key === "j" ? 1 : -1)))];
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
}, true);
document.addEventListener("moondesk:live", (event) => {
  const { name, data } = (event as CustomEvent<{ name: string; data: string }>).detail;
  if (name === "unread") {
    unread = JSON.parse(data) as typeof unread;
    show();
    readShown();
    if (panel()?.matches(":popover-open")) void fill();
  }
  if (name !== "notification") return;
  const told = JSON.parse(data) as { id: string; ticket: string; count: number; loud: boolean; bundle: boolean };
  if (!told.loud) return;
  if (!told.bundle) return tell(told.ticket, `${told.id}:${told.count}`, told.id);
  // A change of many tickets is said once, when it has grown no more for a moment.
  clearTimeout(growing.get(told.id));
  growing.set(told.id, window.setTimeout(() => tell("", told.id, told.id), 3_000));
});
onContent(() => {
  show();
  readShown();
});
