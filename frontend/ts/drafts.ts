/** The texts of one composer, a reply and a note: kept in the browser at once, on the server a moment later, put back when it opens. */
import { Autosave, type Kind, type Texts } from "./autosave";
import * as chips from "./chips";
import { newKey, ownMessages, readDraft, writeDraft } from "./draft";

/** What of the composer is needed here. */
export interface Desk extends HTMLElement {
  readonly text: HTMLTextAreaElement | null;
  readonly once: HTMLInputElement | null;
  readonly kind: Kind;
  choose(kind: string): void;
  say(words: string): void;
}

export class Drafts {
  #other = "";
  #shown: Kind = "reply";
  #typed = false;
  #server: Autosave | null = null;

  constructor(private readonly desk: Desk) {
    desk.addEventListener(chips.changed, () => this.changed());
  }

  get #key(): string | null {
    return this.desk.dataset["draft"] ? `moondesk:draft:${this.desk.dataset["draft"]}` : null;
  }

  /** Puts back what was being written: at once what this browser knows, then what the server has. */
  restore(replace = false): void {
    const { desk } = this;
    if (!desk.text) return;
    if (replace) desk.text.value = desk.text.defaultValue;
    this.#typed = false;
    this.#other = "";
    this.#shown = desk.kind;
    const draft = readDraft(this.#key);
    if (draft && draft.sending !== undefined && ownMessages() > draft.sending) writeDraft(this.#key, null);
    else if (draft && !desk.text.value.trim()) {
      this.#put(draft.kind, draft.text, draft.other ?? "");
      if (draft.sending !== undefined && draft.key && desk.once) desk.once.value = draft.key;
      if (draft.text) desk.say(desk.dataset[draft.sending === undefined ? "restored" : "unsent"] ?? "");
    } else desk.say("");
    void this.#meet();
  }

  async #meet(): Promise<void> {
    const address = this.desk.dataset["drafts"];
    if (!address) return;
    const form = (): HTMLFormElement | null => this.desk.querySelector("form");
    const server = (this.#server = new Autosave(address, form, {
      saved: () => this.#saved(),
      met: (kind, text) => this.#met(kind, text),
      more: (files) => chips.put(this.desk, files),
    }));
    const found = await server.load();
    const local = readDraft(this.#key);
    if (!found || server !== this.#server || !this.desk.text) return;
    chips.put(this.desk, found.flatMap((one) => one.files));
    if (local?.sending !== undefined) return;
    if (this.#typed || local?.fresh) return server.write(this.#texts());
    const text = (kind: Kind): string => found.find((one) => one.kind === kind)?.body ?? "";
    const kind = (["reply", "note"] as const).find((one) => one === local?.kind && text(one)) ?? found[0]?.kind ?? this.desk.kind;
    if (this.desk.text.defaultValue.trim()) {
      this.#other = text(this.#shown === "reply" ? "note" : "reply");
      return;
    }
    this.#put(kind, text(kind), text(kind === "reply" ? "note" : "reply"));
    this.#keep(false);
    this.desk.say(found.length ? (this.desk.dataset["restored"] ?? "") : "");
  }

  #put(kind: string, text: string, other: string): void {
    if (this.desk.text) this.desk.text.value = text;
    this.desk.choose(kind);
    this.#shown = this.desk.kind;
    this.#other = other;
  }

  #texts(): Texts {
    const shown = { body: this.desk.text?.value ?? "", files: chips.ids(this.desk) };
    const other = { body: this.#other, files: [] };
    return this.#shown === "reply" ? { reply: shown, note: other } : { reply: other, note: shown };
  }

  #keep(fresh: boolean): void {
    writeDraft(this.#key, { kind: this.#shown, text: this.desk.text?.value ?? "", other: this.#other, ...(fresh ? { fresh } : {}) });
  }

  /** Something was written. What is written now is another message than the one that may have arrived. */
  changed(): void {
    if (readDraft(this.#key)?.sending !== undefined && this.desk.once) this.desk.once.value = newKey();
    this.#typed = true;
    this.#keep(this.#server !== null);
    if (this.#server) this.#server.write(this.#texts());
    else this.#saved();
  }

  /** The other kind was chosen. Its own text comes up; while it has none, what is written goes along. */
  switched(): void {
    const field = this.desk.text;
    if (!field || this.#shown === this.desk.kind) return;
    this.#shown = this.desk.kind;
    if (this.#other) [field.value, this.#other] = [this.#other, field.value];
    if (field.value || chips.ids(this.desk).length) this.changed();
  }

  /** It is on its way to become a message. */
  sending(): void {
    this.#server?.stop();
    const { text, once } = this.desk;
    writeDraft(this.#key, { kind: this.#shown, text: text?.value ?? "", other: this.#other, sending: ownMessages(), key: once?.value ?? "" });
  }

  /** It became a message; what is written of the other kind stays. */
  sent(): void {
    this.#server?.sent(this.#shown);
    this.#typed = false;
    if (this.desk.text) this.desk.text.value = "";
    writeDraft(this.#key, this.#other ? { kind: this.#shown === "reply" ? "note" : "reply", text: this.#other } : null);
    this.desk.say("");
    this.desk.dispatchEvent(new CustomEvent("moondesk:sent", { bubbles: true }));
  }

  /** The page goes away. */
  leave(): void {
    void this.#server?.flush();
  }

  #saved(): void {
    if (!this.desk.isConnected || !this.#typed) return;
    if (this.#server) this.#keep(false);
    const now = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format();
    const { saved } = this.desk.dataset;
    this.desk.say((this.desk.text?.value.trim() || chips.ids(this.desk).length) && saved ? `${saved} ${now}` : "");
  }

  /** On another device something else was written here: it is put below, so that nothing is lost. */
  #met(kind: Kind, text: string): void {
    const field = this.desk.text;
    if (!field) return;
    if (kind === this.#shown) field.value = `${field.value.trimEnd()}\n\n${text}`;
    else this.#other = `${this.#other.trimEnd()}\n\n${text}`;
    this.changed();
    this.desk.say(this.desk.dataset["met"] ?? "");
  }
}
