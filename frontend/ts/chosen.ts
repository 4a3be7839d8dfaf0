/** What was chosen in a list, kept in the tab so that it outlives other pages of the list and reloads. */

const place = ["cursor", "sort", "layout", "lanes", "deep", "columns", "group", "current", "limit"];
const kept = "moondesk:chosen";

/** What a list asks, without where in it one is and how it is shown: chosen tickets belong to it. */
export function questionOf(address: string): string {
  const url = new URL(address, location.href);
  for (const name of place) url.searchParams.delete(name);
  url.searchParams.sort();
  return `${url.pathname}?${url.searchParams}`;
}

export function store(question: string, chosen: Set<string>, all: boolean): void {
  try {
    sessionStorage.setItem(kept, JSON.stringify({ question, ids: [...chosen], all }));
  } catch {
    return; // Then it lasts as long as the page.
  }
}

export function recall(question: string): { chosen: Set<string>; all: boolean } {
  try {
    const found = JSON.parse(sessionStorage.getItem(kept) ?? "{}") as { question?: string; ids?: string[]; all?: boolean };
    if (found.question === question) return { chosen: new Set(found.ids), all: found.all === true };
  } catch {
    // Nothing is known.
  }
  return { chosen: new Set(), all: false };
}
