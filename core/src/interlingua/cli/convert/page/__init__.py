"""`--report FILE.html`: one page that shows each line that lost something or was set aside, before and after, the lost place marked."""
