"""The sections of a declaration, in the page's order. Which of them a series asks for is the catalogue's."""

from web.declaration.sections.achievements import achievements
from web.declaration.sections.attachments import attachments
from web.declaration.sections.autobiography import autobiography
from web.declaration.sections.awards import awards
from web.declaration.sections.cases import cases
from web.declaration.sections.class_teacher import class_teacher
from web.declaration.sections.clinical_work import clinical_work
from web.declaration.sections.coaching import coaching
from web.declaration.sections.collections import collections
from web.declaration.sections.engineering_works import engineering_works
from web.declaration.sections.exceptional import exceptional
from web.declaration.sections.extension import extension
from web.declaration.sections.forms import forms
from web.declaration.sections.honours import honours
from web.declaration.sections.masterpieces import masterpieces
from web.declaration.sections.papers import papers
from web.declaration.sections.patents import patents
from web.declaration.sections.performances import performances
from web.declaration.sections.practice_cases import practice_cases
from web.declaration.sections.practice_licence import practice_licence
from web.declaration.sections.projects import projects
from web.declaration.sections.research_results import research_results
from web.declaration.sections.results import results
from web.declaration.sections.rural_teaching import rural_teaching
from web.declaration.sections.standards import standards
from web.declaration.sections.surgery import surgery
from web.declaration.sections.teaching import teaching
from web.declaration.sections.translations import translations
from web.declaration.sections.works import works
from web.section import Section

SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        achievements,
        teaching,
        class_teacher,
        rural_teaching,
        practice_licence,
        clinical_work,
        surgery,
        engineering_works,
        extension,
        research_results,
        performances,
        cases,
        coaching,
        works,
        translations,
        practice_cases,
        collections,
        awards,
        patents,
        projects,
        papers,
        results,
        standards,
        honours,
        masterpieces,
        autobiography,
        exceptional,
        attachments,
        forms,
    )
}
