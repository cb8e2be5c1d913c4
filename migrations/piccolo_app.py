"""The one Piccolo app: every table of the product."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

from web.database.modules import modules_with_tables

APP_CONFIG = AppConfig(
    app_name="zhicheng",
    migrations_folder_path=Path(__file__).parent / "piccolo_migrations",
    table_classes=table_finder(modules_with_tables(), exclude_imported=True),
)
