"""The chores of bridges."""

from aisance.cases.bridges.mail.cleaning import discard_strays
from aisance.cases.bridges.mail.polling import fetch_mail
from aisance.cases.bridges.mail.sorting import settle_received
from aisance.core.worker import chore

chore("settle mail", rest_seconds=0.5)(settle_received)
# Aside: a mailbox may take half a minute to answer.
chore("fetch mail", rest_seconds=20.0, aside=True)(fetch_mail)
chore("discard stray files of mail", rest_seconds=3600.0, aside=True)(discard_strays)
