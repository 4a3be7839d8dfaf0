/**
 * Coming back to a page: after a loss of the connection, or after it lay out of sight so long that the computer may have slept. A stream that
 * slept does not say that it missed anything, so the page looks again by itself instead of showing old values until somebody acts.
 */
const away = 30_000;

export class Returning {
  #hiddenAt = 0;
  #isDown = false;

  constructor(private readonly look: () => void) {}

  listen(): void {
    addEventListener("online", this.look);
    document.addEventListener("visibilitychange", this.#seen);
  }

  stop(): void {
    removeEventListener("online", this.look);
    document.removeEventListener("visibilitychange", this.#seen);
  }

  /** Says whether the stream is up again after it was down. */
  isBack(state: "up" | "down"): boolean {
    const back = state === "up" && this.#isDown;
    this.#isDown = state === "down";
    return back;
  }

  #seen = (): void => {
    if (document.hidden) this.#hiddenAt = Date.now();
    else if (this.#hiddenAt && Date.now() - this.#hiddenAt > away) this.look();
  };
}

/** What is asked for in a part, such as the note that a status needs, is not in its newer self: it goes on where it stood, with its text. */
export function keepAsking(part: HTMLElement): () => void {
  const asked = [...part.querySelectorAll<HTMLElement>("form.ask[id]")].map((form) => {
    const typing = form.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
    return { form, typing, place: form.parentElement?.className ?? "", before: form.nextElementSibling?.id ?? "" };
  });
  return () => {
    for (const { form, typing, place, before } of asked) {
      if (document.getElementById(form.id)) continue;
      const parent = place ? document.querySelector(`#${CSS.escape(part.id)} .${CSS.escape(place.split(" ")[0] ?? "")}`) : null;
      parent?.insertBefore(form, before ? parent.querySelector(`#${CSS.escape(before)}`) : parent.firstElementChild);
      typing?.focus();
    }
  };
}

/**
 * A stream also ends because its reader was signed out or deactivated, or their organization closed. The page goes too: it is loaded anew, which leads to signing in or says what is wrong. What was
 * typed is on the server as a draft. Asked is what all who come into the desk, or the portal, may read, not the page: a ticket that is gone, or a page that is not for its reader, is nothing to leave for, and
 * would be loaded again and again.
 */
export async function leaveWhatIsClosed(inside: string): Promise<void> {
  const answer = await fetch(inside, { method: "HEAD", redirect: "manual", cache: "no-store" }).catch(() => null);
  if (answer?.type === "opaqueredirect" || [401, 403, 404].includes(answer?.status ?? 0)) location.reload();
}
