/** What is being written, kept on the server as it grows: one text for replies and one for notes, there again on every device. */

export type Kind = "reply" | "note";
export type Texts = Record<Kind, string>;

interface Kept {
  kind: Kind;
  body: string;
  updated_at: string;
}

const pause = 900;
const conflict = 409;

export class Autosave {
  #timer = 0;
  #asked: AbortController | null = null;
  #seen: Texts = { reply: "", note: "" };
  #kept: Texts = { reply: "", note: "" };
  #wanted: Texts | null = null;

  /** `address` keeps and gives drafts; `key` is that of the sending; `met` gets a text that was written elsewhere meanwhile. */
  constructor(
    private readonly address: string,
    private readonly form: () => HTMLFormElement | null,
    private readonly told: { saved: () => void; met: (kind: Kind, text: string) => void },
  ) {}

  /** The drafts that the server has, the latest first; nothing without a connection. */
  async load(): Promise<Kept[] | null> {
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return null;
      const { drafts } = (await answer.json()) as { drafts: Kept[] };
      for (const one of drafts) this.#know(one.kind, one.body, one.updated_at);
      return drafts;
    } catch {
      return null;
    }
  }

  /** Keeps the texts a moment after the last letter. */
  write(texts: Texts): void {
    this.#wanted = texts;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.flush(), pause);
  }

  /** Keeps at once what is not kept yet, also while the page goes away. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const texts = this.#wanted;
    if (!texts || this.#asked) return;
    this.#asked = new AbortController();
    let done = true;
    for (const kind of ["reply", "note"] as const) {
      if (texts[kind].trim() !== this.#kept[kind].trim()) done = (await this.#send(kind, texts[kind])) && done;
    }
    this.#asked = null;
    if (this.#wanted !== texts) return void (this.#wanted && this.write(this.#wanted));
    this.#wanted = null;
    if (done) this.told.saved();
  }

  /** Forgets what waits to be kept: it is being sent. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#wanted = null;
    this.#asked?.abort();
  }

  /** The text of this kind was sent; the server forgot its draft with that. */
  sent(kind: Kind): void {
    this.stop();
    this.#know(kind, "", "");
  }

  #know(kind: Kind, body: string, at: string): void {
    this.#kept[kind] = body;
    this.#seen[kind] = at;
  }

  async #send(kind: Kind, body: string): Promise<boolean> {
    const form = this.form();
    const field = (name: string): string => form?.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.value ?? "";
    const said = { kind, body, seen: this.#seen[kind], key: field("key"), csrfmiddlewaretoken: field("csrfmiddlewaretoken") };
    try {
      const keepalive = body.length < 50_000;
      const signal = this.#asked?.signal ?? null;
      const answer = await fetch(this.address, { method: "POST", body: new URLSearchParams(said), keepalive, signal });
      if (answer.redirected || (!answer.ok && answer.status !== conflict)) return false;
      const { draft } = (await answer.json()) as { draft: Kept | null };
      this.#know(kind, draft?.body ?? "", draft?.updated_at ?? "");
      if (answer.status === conflict && draft) this.told.met(kind, draft.body);
      return answer.ok;
    } catch {
      return false; // No connection, or it is being sent: the browser has the text, and the next letter tries again.
    }
  }
}
