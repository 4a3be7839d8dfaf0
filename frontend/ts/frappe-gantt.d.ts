/** The parts of frappe-gantt that timeline.ts uses; the package brings no types. */
declare module "frappe-gantt" {
  export interface Task {
    id: string;
    name: string;
    start: string;
    end: string;
    dependencies: string[];
    custom_class: string;
    _start?: Date;
    _end?: Date;
  }
  export interface ViewMode {
    name: string;
    padding: string;
    step: string;
    column_width: number;
    date_format: string;
    upper_text: (date: Date, before: Date | null) => string;
    lower_text: (date: Date, before: Date | null) => string;
    thick_line: (date: Date) => boolean;
    snap_at?: string;
  }
  export default class Gantt {
    constructor(wrapper: HTMLElement, tasks: Task[], options: Record<string, unknown>);
    $container: HTMLElement;
    dates: Date[];
    config: { column_width: number; view_mode: ViewMode; ignored_positions: number[] };
    change_view_mode(mode: string, keep?: boolean): void;
    update_task(id: string, changes: Partial<Task>): void;
    highlight_holidays(): void;
    highlight_current(mode: ViewMode): void;
    make_grid_highlights(): void;
  }
}
