/** Keeps "4 min" and "2 h" true while a page stays open: <time datetime data-relative>, in the words of the server's ago filter. */
export {};

function refresh(): void {
  const language = document.documentElement.lang || "en";
  const minutes = new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short", maximumFractionDigits: 0 });
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-relative]")) {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    // Younger than a minute keeps its word; older than a day was written as a day, and the day is not ours to recompute.
    if (!(seconds >= 60 && seconds < 86_400) || !/^\d+ (min|h)$|^\D{1,6}$/.test(time.textContent ?? "")) continue;
    const words = seconds < 3_600 ? minutes.format(Math.trunc(seconds / 60)) : `${Math.trunc(seconds / 3_600)} h`;
    if (time.textContent !== words) time.textContent = words;
  }
}

setInterval(() => {
  if (!document.hidden) refresh();
}, 30_000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) refresh();
});
