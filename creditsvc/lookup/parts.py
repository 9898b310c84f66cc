"""What this room puts into the runtime beside the desk."""

from sqlalchemy import Engine


class LogEngine:
    """The engine of the look-up log; the register's own where both are one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
