"""All reads of the local store in one object."""

from __future__ import annotations

from kancelaria.store.correspondents_queries import CorrespondentQueries
from kancelaria.store.deliveries import DeliveryQueries
from kancelaria.store.duplicates import DuplicateReads
from kancelaria.store.handovers import HandoverQueries
from kancelaria.store.inbox_queries import InboxQueries
from kancelaria.store.item_queries import ItemQueries
from kancelaria.store.office_queries import OfficeQueries
from kancelaria.store.outgoing_queries import OutgoingQueries
from kancelaria.store.paper_store import PaperStoreQueries
from kancelaria.store.reproduction import ReproductionQueries
from kancelaria.store.search_queries import SearchQueries
from kancelaria.store.series import SeriesQueries
from kancelaria.store.statistics_queries import StatisticsQueries
from kancelaria.store.waiting_queries import WaitingQueries


class SqlQueries(
    CorrespondentQueries, DeliveryQueries, DuplicateReads, HandoverQueries, InboxQueries, ItemQueries, OfficeQueries,
    OutgoingQueries, PaperStoreQueries, ReproductionQueries, SearchQueries, SeriesQueries, StatisticsQueries,
    WaitingQueries,
):  # fmt: skip
    """The reading side of the store."""
