"""What the search box understands, for its help: examples and what they mean."""

from django.utils.translation import gettext_lazy as _

WORDS = (
    ("printer", _("the word in all its forms, with and without accents")),
    ('"paper jam"', _("these words beside each other")),
    ("print*", _("words that begin so")),
    ("-invoice", _("without this word; works before everything")),
    ("paris OR london", _("one or the other")),
    ("7K3", _("the number of a ticket, or its beginning")),
)
FIELDS = (
    ("status:open", _("also status:open,waiting and every status by its name")),
    ("priority:>=high", _("low, medium, high, urgent")),
    ("assignee:me", _("also nobody, or the beginning of a name")),
    ("requester:costa", _("who asks, by name or address")),
    ("company:nortia", _("whom they work for")),
    ("department:flights", _("with the departments below it")),
    ("category:billing", _("also none")),
    ("tag:vip", _("also none")),
    ("type:problem", _("question, incident, problem, task")),
    ("channel:email", _("where it came in")),
    ("is:unassigned", _("also overdue, snoozed, archived, answered, unanswered, watched, mentioned, done")),
    ("sla:at_risk", _("also overdue, on_track, paused, met, missed, breached, none")),
    ("field.order:77", _("your own fields by their key")),
)
TIMES = (
    ("created:<7d", _("in the last seven days; h, d, w, m and y")),
    ("updated:>2w", _("longer than two weeks ago")),
    ("due:<2d", _("within two days")),
    ("created:2026-11", _("a year, a month or a day")),
    ("closed:2026-11-01..2026-11-15", _("from day to day")),
    ("resolved:today", _("also yesterday; message: is the last message")),
)
HELP = ((_("Words"), WORDS), (_("Fields"), FIELDS), (_("Times"), TIMES))
