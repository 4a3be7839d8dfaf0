/** What is being written, kept on the server as it grows: one text for replies and one for notes, there again on every device. */
import type { Chip } from "./chips";

export type Kind = "reply" | "note";
type Words = Record<Kind, string>;

/** What is written of each kind, and the files that wait to be sent with them. */
export type Texts = Record<Kind, { body: string; files: string[] }>;

interface Kept {
  kind: Kind;
  body: string;
  files: Chip[];
  updated_at: string;
}

const pause = 900;
const conflict = 409;

/** What tells a draft from another one; empty for none. */
function mark(body: string, files: string[]): string {
  return body.trim() || files.length ? [body.trim(), ...files].join("\n") : "";
}

export class Autosave {
  #timer = 0;
  #asked: AbortController | null = null;
  #seen: Words = { reply: "", note: "" };
  #kept: Words = { reply: "", note: "" };
  #wanted: Texts | null = null;

  /** `address` keeps and gives drafts; `key` is that of the sending; `met` gets what was written elsewhere meanwhile, `more` its files. */
  constructor(
    private readonly address: string,
    private readonly form: () => HTMLFormElement | null,
    private readonly told: { saved: () => void; met: (kind: Kind, text: string) => void; more: (files: Chip[]) => void },
  ) {}

  /** The drafts that the server has, the latest first; nothing without a connection. */
  async load(): Promise<Kept[] | null> {
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return null;
      const { drafts } = (await answer.json()) as { drafts: Kept[] };
      for (const one of drafts) this.#know(one.kind, one);
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
      const { body, files } = texts[kind];
      if (mark(body, files) !== this.#kept[kind]) done = (await this.#send(kind, body, files)) && done;
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
    this.#know(kind, null);
  }

  #know(kind: Kind, kept: Kept | null): void {
    this.#kept[kind] = kept ? mark(kept.body, kept.files.map((file) => file.id)) : "";
    this.#seen[kind] = kept?.updated_at ?? "";
  }

  async #send(kind: Kind, body: string, files: string[]): Promise<boolean> {
    const form = this.form();
    const field = (name: string): string => form?.querySelector<HTMLInputElement>(`input[name="${name}"]`)?.value ?? "";
    const said = { kind, body, seen: this.#seen[kind], key: field("key"), csrfmiddlewaretoken: field("csrfmiddlewaretoken") };
    try {
      const keepalive = body.length < 50_000;
      const signal = this.#asked?.signal ?? null;
      const sent = new URLSearchParams(said);
      for (const id of files) sent.append("file_id", id);
      const answer = await fetch(this.address, { method: "POST", body: sent, keepalive, signal });
      if (answer.redirected || (!answer.ok && answer.status !== conflict)) return false;
      const { draft } = (await answer.json()) as { draft: Kept | null };
      this.#know(kind, draft);
      const more = draft?.files.filter((file) => !files.includes(file.id)) ?? [];
      if (more.length) this.told.more(more);
      if (answer.status === conflict && draft) this.told.met(kind, draft.body);
      return answer.ok;
    } catch {
      return false; // No connection, or it is being sent: the browser has the text, and the next letter tries again.
    }
  }
}
