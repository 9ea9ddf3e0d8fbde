"""The file itself: connections, opening, migrations, backups, going back to one."""
