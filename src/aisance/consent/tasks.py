"""What the worker does for the rights of customers."""

from aisance.consent.rights.services.erasing import finish_erasures
from aisance.consent.rights.services.retaining import nightly
from aisance.core.worker import chore

chore("finish erasures", rest_seconds=30.0)(finish_erasures)
chore("end of keeping", rest_seconds=600.0)(nightly)
