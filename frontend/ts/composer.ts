/** The composer: what is written is kept (drafts.ts), Ctrl Enter, the right words in the empty field. Tabs, colours and growing are CSS. */
import type { Kind } from "./autosave";
import { type Desk, Drafts } from "./drafts";
import { hold, sendAgain, settled } from "./sending";

/** The server is not there, or is being started again. */
const away = new Set([502, 503, 504]);

class TicketComposer extends HTMLElement implements Desk {
  static observedAttributes = ["data-draft"];
  #sent: HTMLButtonElement | null = null;
  #drafts = new Drafts(this);

  get text(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }
  get once(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>('input[name="key"]');
  }
  get kind(): Kind {
    return this.querySelector<HTMLInputElement>('input[name="kind"]:checked')?.value === "note" ? "note" : "reply";
  }

  connectedCallback(): void {
    this.addEventListener("input", this.#onInput);
    this.addEventListener("change", this.#onKind);
    this.addEventListener("keydown", this.#onKey);
    this.addEventListener("submit", this.#onSubmit);
    this.addEventListener("focusin", this.#onFocus);
    // Before the listeners that speak of every other answer.
    document.addEventListener("htmx:before:swap", this.#onAnswer, true);
    document.addEventListener("htmx:error", this.#onLost, true);
    document.addEventListener("visibilitychange", this.#onLeave);
    this.#drafts.restore();
    this.#onKind();
  }

  disconnectedCallback(): void {
    document.removeEventListener("htmx:before:swap", this.#onAnswer, true);
    document.removeEventListener("htmx:error", this.#onLost, true);
    document.removeEventListener("visibilitychange", this.#onLeave);
    this.#drafts.leave();
    settled();
  }

  attributeChangedCallback(_name: string, before: string | null): void {
    // Another ticket was morphed into this place: wait for its field, then show its own draft.
    if (before === null || !this.isConnected) return;
    settled();
    this.#drafts.leave();
    queueMicrotask(() => {
      this.#drafts.restore(true);
      this.#onKind();
    });
  }

  /** Chooses Reply or Note and goes to the field. */
  open(kind: Kind): void {
    this.choose(kind);
    this.#onKind();
    this.text?.focus();
  }

  choose(kind: string): void {
    const choice = this.querySelector<HTMLInputElement>(`input[name="kind"][value="${CSS.escape(kind)}"]`);
    if (choice) choice.checked = true;
    this.#name();
  }

  say(words: string): void {
    const place = this.querySelector("[data-saved-at]");
    if (place) place.textContent = words;
  }

  #name(): void {
    if (this.text) this.text.placeholder = this.text.dataset[this.kind] ?? this.text.placeholder;
  }

  /** What helps to write is loaded once somebody begins to. */
  #onFocus = (): void => {
    const source = this.dataset["helps"];
    if (!source || document.querySelector(`script[src="${source}"]`)) return;
    const script = document.createElement("script");
    script.src = source;
    document.head.append(script);
  };

  #onLeave = (): void => void (document.visibilityState === "hidden" && this.#drafts.leave());

  #onInput = (event: Event): void => {
    if (event.target !== this.text) return;
    this.#drafts.changed();
    if (this.text?.value.trim()) hold(this.dataset);
    else settled();
  };

  #onKind = (): void => {
    this.#drafts.switched();
    this.#name();
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    const buttons = [...this.querySelectorAll<HTMLButtonElement>("button[data-send]")];
    const button = buttons.find((one) => one.checkVisibility());
    if (button) this.querySelector("form")?.requestSubmit(button);
  };

  #onSubmit = (event: Event): void => {
    const field = this.text;
    if (field && event.target !== field.form) return; // A menu beside it: macros, people.
    if (!field || (!field.value.trim() && !this.querySelector("input[name=file_id]"))) {
      event.preventDefault();
      event.stopImmediatePropagation();
      field?.focus();
      return;
    }
    this.#sent = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    this.#drafts.sending();
  };

  /** The answer to our form: only when it was taken does the draft go. */
  #onAnswer = (event: Event): void => {
    const ctx = (event as CustomEvent<{ ctx: { sourceElement?: Element; response?: { status: number } } }>).detail.ctx;
    if (!this.#sent || !ctx.sourceElement || !this.contains(ctx.sourceElement)) return;
    if (ctx.response && away.has(ctx.response.status)) return this.#onLost(event);
    this.#sent = null;
    settled();
    if (ctx.response && ctx.response.status < 400) this.#drafts.sent();
  };

  /** No answer came: the same is sent again, by itself, with the same key. */
  #onLost = (event: Event): void => {
    const { ctx } = (event as CustomEvent<{ ctx?: { sourceElement?: Element } }>).detail;
    const value = this.#sent?.value;
    if (value === undefined || !ctx?.sourceElement || !this.contains(ctx.sourceElement)) return;
    event.preventDefault();
    this.say(this.dataset["unsent"] ?? "");
    const send = (): void => {
      const form = this.querySelector("form");
      const button = form?.querySelector<HTMLButtonElement>(`button[name="status"][value="${CSS.escape(value)}"]`);
      if (this.isConnected && button) form?.requestSubmit(button);
    };
    sendAgain(send, this.dataset);
  };
}

customElements.define("ticket-composer", TicketComposer);
export type { TicketComposer };
