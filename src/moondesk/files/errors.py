"""What can be wrong with a file."""

from moondesk.kit.errors import Conflict, DomainError, InvalidInput, NotFound


class FileNotFound(NotFound):
    """There is no such file, or not for the asker. Both look the same."""

    code = "file_not_found"


class UploadNotFound(NotFound):
    """A file to attach was not uploaded by the asker, is attached already, or was removed."""

    code = "upload_not_found"


class NoPreview(NotFound):
    """The file has no such preview: it is of a kind that is not drawn, or could not be drawn."""

    code = "file_no_preview"


class InvalidFile(InvalidInput):
    """The file does not fit."""

    code = "invalid_file"


class EmptyFile(InvalidFile):
    """The file has no content."""

    code = "file_empty"


class FileTooLarge(InvalidFile):
    """The file is larger than the organization allows; ``limit`` is in bytes."""

    code = "file_too_large"
    status = 413


class FileTypeNotAllowed(InvalidFile):
    """The organization does not take files of this type."""

    code = "file_type_not_allowed"


class FileTypeMismatch(InvalidFile):
    """The content is of another type than the name says."""

    code = "file_type_mismatch"


class ArchiveBomb(InvalidFile):
    """The archive would unpack to far more than it weighs."""

    code = "file_archive_bomb"


class ImageTooLarge(InvalidFile):
    """The image has more pixels than can be drawn safely."""

    code = "file_image_too_large"


class TooManyFiles(InvalidFile):
    """More files than one message may carry."""

    code = "too_many_files"


class QuotaExceeded(Conflict):
    """The organization has no room left for this file."""

    code = "file_quota_exceeded"


class FileNotChecked(Conflict):
    """The file is still being checked for viruses; ask again in a moment."""

    code = "file_not_checked"


class FileQuarantined(Conflict):
    """The virus scanner found something in the file; nobody can open it."""

    code = "file_quarantined"


class StorageUnavailable(DomainError):
    """The place where files are kept does not answer; nothing was changed."""

    code = "file_storage_unavailable"
    status = 503
