"""The coding half of the services, a room a subject: responses, code frames, judgements, exchange, counting, the machine."""

from ui.coding_services.agreeing import AgreementServices
from ui.coding_services.coders import CoderServices
from ui.coding_services.counting import CountingServices
from ui.coding_services.exchange import ExchangeServices
from ui.coding_services.frames import FrameServices
from ui.coding_services.history import HistoryServices
from ui.coding_services.judgements import JudgementServices
from ui.coding_services.keyboard import KeyboardServices
from ui.coding_services.machine import MachineServices
from ui.coding_services.privacy import PrivacyServices
from ui.coding_services.publishing import PublishingServices
from ui.coding_services.responses import ResponseServices


class CodingServices(
    ResponseServices,
    PrivacyServices,
    FrameServices,
    HistoryServices,
    JudgementServices,
    KeyboardServices,
    CoderServices,
    AgreementServices,
    ExchangeServices,
    CountingServices,
    PublishingServices,
    MachineServices,
):
    """What the commands and screens ask of coding; `Services` adds the store and the encoder."""
