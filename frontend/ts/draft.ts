/** What is being written on a ticket, kept in this browser until it arrived: the fallback of the server's drafts (drafts.ts). */
import { storage } from "./dom";

export interface Draft {
  kind: string;
  text: string;
  /** What is written of the other kind, a note beside a reply. */
  other?: string;
  /** The server does not have it yet. */
  fresh?: boolean;
  /** How many messages of ours stood on the page when it was sent: more of them later means it arrived. */
  sending?: number;
  /** By which the server knows that it is the same message, should it come twice. */
  key?: string;
}

export function ownMessages(): number {
  return document.querySelectorAll(".msg.me, .msg.reply, .msg.note").length;
}

/** A key for another message than the one that may have arrived. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("-");
}

export function readDraft(key: string | null): Draft | null {
  const kept = key && storage.get(key);
  try {
    return kept ? (JSON.parse(kept) as Draft) : null;
  } catch {
    return null;
  }
}

export function writeDraft(key: string | null, draft: Draft | null): void {
  if (key) storage.set(key, draft?.text.trim() || draft?.other?.trim() ? JSON.stringify(draft) : null);
}
