"""The index of what has come to an office has the moment too: SQLite then never reads the station itself. By hand."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from web import database

ID = "2026-11-24T03:10:05:220417"
VERSION = "1.38.0"
DESCRIPTION = "station_came_entered"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="zhicheng", description=DESCRIPTION)

    async def index() -> None:
        engine = database.engine()
        await engine.run_ddl("DROP INDEX station_came")
        await engine.run_ddl(
            "CREATE INDEX station_came ON station (organisation, declaration, entered_at) WHERE entered_at IS NOT NULL"
        )

    manager.add_raw(index)

    return manager
