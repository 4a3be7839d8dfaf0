"""What is read in a mail: strings, lists of them and flags alone, as it comes out of another process."""

from dataclasses import dataclass, field


@dataclass
class ParsedMail:
    """What was read. ``problem`` is the code of why there is no one sender, ``sealed`` how the mail is encrypted.

    ``invites`` are what its calendar parts say, each as JSON (``invites.Invite``).
    """

    sender: str = ""
    sender_name: str = ""
    problem: str = ""
    subject: str = ""
    header_id: str = ""
    references: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    text: str = ""
    page: str = ""
    sealed: str = ""
    invites: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    is_guessed: bool = False
    is_cut: bool = False
    report: str = ""
    report_ids: list[str] = field(default_factory=list)
    report_rows: list[str] = field(default_factory=list)
    auto_submitted: str = ""
    is_bulk: bool = False
    is_robot: bool = False
