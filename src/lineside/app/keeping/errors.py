"""What backup and restore may refuse."""

from lineside.kernel.errors import Conflict, Invalid, Unavailable


class ArchiveDamaged(Invalid):
    """The archive is not as it was written: a part is missing, was added, or was changed."""

    code = "app.ArchiveDamaged"
    advice = "Take another backup; nothing was restored from this one."


class TargetNotEmpty(Conflict):
    """The folder to restore into holds something already."""

    code = "app.TargetNotEmpty"
    advice = "Name a folder that is empty or does not exist yet."


class DatabaseProgramFailed(Unavailable):
    """A program of PostgreSQL that copies the database failed."""

    code = "app.DatabaseProgramFailed"
    advice = "Read the problem; the programs must not be older than the database server."


class BackupBusy(Unavailable):
    """The historian changed faster than it could be copied."""

    code = "app.BackupBusy"
    advice = "Try again when fewer samples arrive."
