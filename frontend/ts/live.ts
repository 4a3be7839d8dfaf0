/**
 * What changes elsewhere appears here. <live-stream data-src="/api/tickets/stream?organization=acme" data-worker="…"> listens; an event says
 * only "ticket X changed", and each part of the page that cares fetches its own fragment (data-live-src) and is morphed:
 *   data-live-ticket="<uuid>"  for events of that ticket    data-live-list  for every ticket event    data-live-counts  for counts
 *   data-live-time="<uuid>"  for the time of that member   data-live-unread  for what the reader is told of
 * Other modules hear every event as "moondesk:live".
 */
import { refresh } from "./morph";
import { refreshList } from "./news";
import { leaveWhatIsClosed, Returning } from "./returning";
import { showToast } from "./toast";
import { tellGone } from "./told";

interface Told {
  name?: string;
  data?: string;
  state?: "up" | "down";
}

/** What a stream says; the worker knows the same. */
const names = ["ticket", "counts", "resync", "presence", "notification", "unread", "config", "rights"];
const waiting = new Map<Element, number>();

/** Many events in one moment are one fetch; a hidden tab waits until it is looked at. */
function soon(part: HTMLElement): void {
  if (waiting.has(part)) return;
  const delay = document.hidden ? 2_000 : 60;
  waiting.set(
    part,
    window.setTimeout(() => {
      waiting.delete(part);
      if (part.isConnected) void (part.hasAttribute("data-live-list") ? refreshList(part) : refresh(part));
    }, delay),
  );
}

function parts(selector: string): void {
  for (const part of document.querySelectorAll<HTMLElement>(selector)) if (part.dataset["liveSrc"]) soon(part);
}

function onEvent(name: string, data: string): void {
  if (name === "resync") parts("[data-live-ticket], [data-live-list], [data-live-counts], [data-live-time], [data-live-unread]");
  if (name === "counts") parts("[data-live-counts]");
  if (["resync", "counts", "ticket"].includes(name)) document.dispatchEvent(new CustomEvent("moondesk:changed"));
  if (name === "unread") parts("[data-live-unread]");
  document.dispatchEvent(new CustomEvent("moondesk:live", { detail: { name, data } }));
  if (name !== "ticket") return;
  const ticket = JSON.parse(data) as { id: string; number: string; version: number; change: string; member?: string };
  if (ticket.change === "gone") void tellGone(ticket.id);
  if (ticket.change === "time") parts(`[data-live-time="${CSS.escape(ticket.member ?? "")}"]`);
  else parts("[data-live-list]");
  if (ticket.change === "people") parts(`[data-live-people="${CSS.escape(ticket.id)}"]`);
  for (const part of document.querySelectorAll<HTMLElement>(`[data-live-ticket="${CSS.escape(ticket.id)}"]`)) {
    // What this page already shows (it made the change itself) needs no second look.
    if (Number(part.dataset["version"] ?? 0) < ticket.version || ["message", "files", "time", "revision"].includes(ticket.change)) soon(part);
  }
}

document.addEventListener("moondesk:counts", () => parts("[data-live-counts]"));

class LiveStream extends HTMLElement {
  #port: MessagePort | null = null;
  #heard = false;
  #source: EventSource | null = null;
  #beat = 0;
  #lost = 0;
  #said: HTMLElement | null = null;
  #returning = new Returning(() => onEvent("resync", "{}"));

  connectedCallback(): void {
    const address = new URL(this.dataset["src"] ?? "", location.href).href;
    try {
      this.#share(address);
    } catch {
      this.#alone(address);
    }
    addEventListener("pagehide", this.#close);
    addEventListener("pageshow", this.#again);
    this.#returning.listen();
  }

  disconnectedCallback(): void {
    this.#close();
    removeEventListener("pagehide", this.#close);
    removeEventListener("pageshow", this.#again);
    this.#returning.stop();
  }

  #share(address: string): void {
    const worker = new SharedWorker(this.dataset["worker"] ?? "", { name: "moondesk-live" });
    worker.onerror = () => {
      this.#close();
      this.#alone(address);
    };
    this.#port = worker.port;
    worker.port.onmessage = ({ data }: MessageEvent<Told>) => this.#hear(data);
    worker.port.postMessage({ open: address });
    this.#beat = window.setInterval(() => this.#port?.postMessage({ open: address }), 20_000);
  }

  /** Without shared workers each tab has a stream of its own. */
  #alone(address: string): void {
    const source = new EventSource(address, { withCredentials: true });
    source.onopen = () => this.#hear({ state: "up" });
    source.onerror = () => this.#hear({ state: "down" });
    for (const name of names) source.addEventListener(name, (event) => this.#hear({ name, data: (event as MessageEvent<string>).data }));
    this.#source = source;
  }

  #hear({ name, data, state }: Told): void {
    if (name) onEvent(name, data ?? "{}");
    if (state) this.dataset["state"] = state;
    if (state && this.#returning.isBack(state)) onEvent("resync", "{}");
    if (state === "down" && !this.#lost) this.#lost = window.setTimeout(() => this.#sayLost(true), 3_000);
    if (state !== "up") return;
    clearTimeout(this.#lost);
    this.#lost = 0;
    // What happened between the drawing of the page and a stream that was slow to open was told to nobody.
    if (!this.#heard && performance.now() > 2_000) onEvent("resync", "{}");
    this.#heard = true;
    document.dispatchEvent(new CustomEvent("moondesk:connected"));
    if (!this.#said) return;
    this.#sayLost(false);
    showToast({ text: this.dataset["back"] ?? "", kind: "success", seconds: 3 });
  }

  #sayLost(lost: boolean): void {
    const inside = this.dataset["inside"];
    if (lost && inside) void leaveWhatIsClosed(inside);
    this.#said?.remove();
    this.#said = lost ? showToast({ text: this.dataset["lost"] ?? "", kind: "none", sign: "wifi-off", seconds: Infinity }) : null;
  }

  #close = (): void => {
    clearInterval(this.#beat);
    this.#port?.postMessage({ close: true });
    this.#source?.close();
  };

  /** A page that comes back from the browser's cache has missed things. */
  #again = (event: PageTransitionEvent): void => {
    if (!event.persisted) return;
    this.connectedCallback();
    onEvent("resync", "{}");
  };
}

customElements.define("live-stream", LiveStream);
