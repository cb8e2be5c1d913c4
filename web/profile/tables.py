"""What every row of the 基本信息库 has: the person whose it is."""

from piccolo.columns import ForeignKey, OnDelete

from web.people.tables import Account
from web.section import SectionRow


class ProfileRow(SectionRow):
    """A row of a section of one person's 基本信息库; mixed into a Piccolo table."""

    person = ForeignKey(Account, null=False, on_delete=OnDelete.restrict, index=True)
