"""The sections of 申报专家候选人, in the order of the page."""

from web.committee.sections.further import further
from web.committee.sections.others import others
from web.committee.sections.recommendation import recommendation
from web.committee.sections.representative import representative
from web.committee.sections.ties import ties
from web.section import Section

SECTIONS: dict[str, Section] = {
    section.key: section for section in (representative, recommendation, further, others, ties)
}
