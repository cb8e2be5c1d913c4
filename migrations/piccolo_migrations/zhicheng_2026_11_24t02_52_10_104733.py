"""What has come to an office is asked for every row of a search: one index answers it. Written by hand."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from web import database

ID = "2026-11-24T02:52:10:104733"
VERSION = "1.38.0"
DESCRIPTION = "station_came"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="zhicheng", description=DESCRIPTION)

    async def index() -> None:
        await database.engine().run_ddl(
            "CREATE INDEX station_came ON station (organisation, declaration) WHERE entered_at IS NOT NULL"
        )

    manager.add_raw(index)

    return manager
