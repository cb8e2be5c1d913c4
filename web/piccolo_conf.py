"""Where Piccolo finds the engine in use and the migrations; PICCOLO_CONF=web.piccolo_conf."""

from typing import Any

from piccolo.conf.apps import AppRegistry

from web import database

APP_REGISTRY = AppRegistry(apps=["migrations.piccolo_app"])


def __getattr__(name: str) -> Any:
    if name == "DB":
        return database.engine()
    raise AttributeError(name)
