from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Timestamptz
from piccolo.columns.indexes import IndexMethod


ID = "2026-11-24T01:00:08:322898"
VERSION = "1.38.0"
DESCRIPTION = "interview_arranged_at"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="zhicheng", description=DESCRIPTION)

    manager.add_column(
        table_class_name="Interview",
        tablename="interview",
        column_name="arranged_at",
        db_column_name="arranged_at",
        column_class_name="Timestamptz",
        column_class=Timestamptz,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    return manager
