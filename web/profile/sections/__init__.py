"""The sections of the 基本信息库, in the order of the page."""

from web.profile.sections.assessments import assessments
from web.profile.sections.basic import basic
from web.profile.sections.continuing_education import continuing_education
from web.profile.sections.education import education
from web.profile.sections.licences import licences
from web.profile.sections.penalties import penalties
from web.profile.sections.qualifications import qualifications
from web.profile.sections.titles import titles
from web.profile.sections.training import training
from web.profile.sections.work import work
from web.section import Section

SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        basic,
        titles,
        qualifications,
        licences,
        education,
        training,
        work,
        continuing_education,
        assessments,
        penalties,
    )
}
