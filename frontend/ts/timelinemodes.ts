/** Days, weeks and months of a timeline, in the reader's language. */
import type { ViewMode } from "frappe-gantt";

export function modes(language: string): ViewMode[] {
  const say = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, options);
    return (date: Date): string => format.format(date);
  };
  const [month, monthOfYear, shortDay, year] = [say({ month: "long" }), say({ month: "long", year: "numeric" }), say({ day: "numeric", month: "short" }), say({ year: "numeric" })];
  const newMonth = (date: Date, before: Date | null): boolean => !before || before.getMonth() !== date.getMonth();
  return [
    {
      name: "Day", padding: "14d", step: "1d", column_width: 38, date_format: "YYYY-MM-DD",
      upper_text: (date, before) => (newMonth(date, before) ? monthOfYear(date) : ""),
      lower_text: (date) => String(date.getDate()),
      thick_line: (date) => date.getDay() === 1,
    },
    {
      name: "Week", padding: "1m", step: "7d", column_width: 112, date_format: "YYYY-MM-DD", snap_at: "1d",
      upper_text: (date, before) => (newMonth(date, before) ? monthOfYear(date) : ""),
      lower_text: (date) => shortDay(date),
      thick_line: (date) => date.getDate() <= 7,
    },
    {
      name: "Month", padding: "2m", step: "1m", column_width: 120, date_format: "YYYY-MM", snap_at: "1d",
      upper_text: (date, before) => (!before || before.getFullYear() !== date.getFullYear() ? year(date) : ""),
      lower_text: (date) => month(date),
      thick_line: (date) => date.getMonth() % 3 === 0,
    },
  ];
}
