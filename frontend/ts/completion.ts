/**
 * Completes a word of the composer: texts after a slash, colleagues and departments after "@", tickets after "#" or the letters of their
 * numbers. The server finds what fits and who may see the ticket; what cannot be chosen is shown, and passed over.
 */
import { insert } from "./format";
import { choose, chosenAt, stepped, takes } from "./options";

const starts = String.raw`(?:^|[\s(])`;

/** What may be completed before the caret: which question it is, and where its word begins. */
function wordBefore(text: string, prefix: string): { sign: string; asked: string; from: number } | null {
  const rules: [string, string][] = [
    ["/", String.raw`\/([^\s/@]{0,40})$`],
    ["@", String.raw`@((?:[^\s@]{1,40} ){0,2}[^\s@]{0,40})$`],
    ["#", String.raw`#([^\s#]{1,40})$`],
    ["#", `${prefix.replace(/[^a-z0-9]/gi, "")}-([a-z0-9]{0,6})$`],
  ];
  for (const [sign, rule] of rules) {
    const found = new RegExp(`(${starts})(${rule.slice(0, -1)})$`, "i").exec(text);
    if (found) return { sign, asked: found[3] ?? "", from: text.length - (found[2] ?? "").length };
  }
  return null;
}

class Completion {
  #asked: AbortController | null = null;
  #timer = 0;
  #from = -1;
  /** Nothing was found for this, so nothing will be for what goes on from it. */
  #vain = "";
  #taken = -1;

  constructor(private readonly field: HTMLTextAreaElement, private readonly list: HTMLElement) {
    takes(list, (option) => this.#take(option));
    field.addEventListener("beforeinput", (event) => this.#goOn(event));
    field.addEventListener("blur", () => this.close());
    field.form?.addEventListener("submit", () => this.close());
  }

  get open(): boolean { return !this.list.hidden; }
  get #composer(): HTMLElement | null {
    return this.field.closest<HTMLElement>("ticket-composer");
  }
  get #options(): HTMLElement[] { return [...this.list.querySelectorAll<HTMLElement>("[role=option][data-insert]")]; }

  #word(): ReturnType<typeof wordBefore> {
    const { value, selectionStart, selectionEnd } = this.field;
    return selectionStart === selectionEnd ? wordBefore(value.slice(0, selectionStart), this.#composer?.dataset["prefix"] ?? "") : null;
  }

  /** Looks whether the caret stands in such a word. */
  look(): void {
    const found = this.#word();
    clearTimeout(this.#timer);
    this.#asked?.abort();
    if (!found || (this.#vain && (found.sign + found.asked).startsWith(this.#vain) && found.from === this.#from)) return this.close();
    this.#from = found.from;
    this.#vain = "";
    this.#timer = window.setTimeout(() => void this.#ask(found.sign, found.asked), 120);
  }

  async #ask(sign: string, asked: string): Promise<void> {
    const address = this.#composer?.dataset["completions"];
    if (!address) return;
    this.#asked = new AbortController();
    try {
      const kind = this.field.form?.querySelector<HTMLInputElement>('input[name="kind"]:checked')?.value ?? "";
      const query = new URLSearchParams({ sign, q: asked, kind });
      const answer = await fetch(`${address}?${query.toString()}`, { signal: this.#asked.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || answer.redirected || document.activeElement !== this.field) return;
      const text = await answer.text();
      if (this.#word()?.asked !== asked) return this.close();
      this.list.innerHTML = text;
      if (!this.list.firstElementChild) {
        this.#vain = asked ? sign + asked : "";
        return this.close();
      }
      this.list.hidden = false;
      this.field.setAttribute("aria-controls", this.list.id);
      choose(this.field, this.#options, this.#options[0]);
    } catch {
      return; // A newer question took its place, or there is no connection: the word stays a word.
    }
  }

  /** Returns whether the key was for the list. */
  key(event: KeyboardEvent): boolean {
    if (event.key === "Escape" && !this.open) this.close();
    if (!this.open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    const options = this.#options;
    if (event.key === "Escape") this.close();
    else if (!options.length) return false;
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(this.field, options, stepped(options, event.key === "ArrowDown"));
    else if (event.key === "Enter" || event.key === "Tab") this.#take(options[chosenAt(options)] ?? null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #take(option: HTMLElement | null): void {
    const text = option?.dataset["insert"];
    if (text === undefined || this.#from < 0) return;
    this.field.setSelectionRange(this.#from, this.field.selectionStart);
    this.close();
    insert(this.field, text);
    this.close();
    this.#taken = text.endsWith(" ") ? this.field.selectionStart : -1;
  }

  /** A space came along with what was taken: one that is typed is no second one, a comma stands before none. */
  #goOn(event: InputEvent): void {
    const at = this.field.selectionStart;
    const sign = event.inputType === "insertText" && at === this.#taken && at === this.field.selectionEnd ? (event.data ?? "") : "";
    this.#taken = -1;
    if (!/^[ .,;:!?)]$/.test(sign)) return;
    event.preventDefault();
    this.field.setSelectionRange(sign === " " ? at : at - 1, at);
    if (sign !== " ") insert(this.field, sign);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }
}

const known = new WeakMap<HTMLTextAreaElement, Completion>();

/** The completion of a field that has room for one. */
export function completionOf(field: HTMLTextAreaElement): Completion | null {
  const list = field.form?.querySelector<HTMLElement>("[data-completion]");
  if (!list) return null;
  const found = known.get(field) ?? new Completion(field, list);
  known.set(field, found);
  return found;
}
