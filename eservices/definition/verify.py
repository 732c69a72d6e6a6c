"""Every property that a definition must have before it is published, in one table."""

from collections.abc import Callable, Iterator

from eservices.definition import (
    acting,
    after,
    agreement,
    branches,
    checking,
    complaining,
    coverage,
    formulas,
    outcome,
    overflowing,
    people,
    prices,
    questions,
    repeats,
    sheet_words,
    words,
)
from eservices.definition.model import EService
from eservices.definition.subjects import subject_of
from eservices.definition.surroundings import Surroundings
from workflows.language.findings import Severity
from workflows.verifier.flaws import Flaw
from workflows.verifier.proving import prove

Property = Callable[[EService, Surroundings], Iterator[Flaw]]

#: What can be looked at whatever else is wrong.
FIRST: tuple[Property, ...] = (
    formulas.expressions_are_sound,
    formulas.questions_are_asked_in_order,
    questions.names_are_single,
    questions.choices_have_options,
    questions.files_say_what_they_accept,
    questions.keys_fit_types,
    questions.bounds_fit_types,
    questions.patterns_compile,
    questions.contact_names_fields,
    questions.applicants_can_be_reached,
    questions.either_way_is_open,
    acting.representatives_name_fields,
    acting.representatives_are_somebody_else,
    repeats.groups_have_a_size,
    repeats.items_can_be_named,
    agreement.checks_bear_single_names,
    agreement.checks_are_said_beside_fields,
    words.texts_are_in_every_language,
    words.buttons_have_labels,
    words.states_are_explained,
    words.applicants_hear_of_what_matters,
    words.notices_belong_to_states,
    branches.silence_is_told,
    words.notices_quote_known_values,
    words.short_messages_fit,
    words.demo_values_exist,
    sheet_words.headings_exist,
    sheet_words.profiles_are_said,
    people.authority_exists,
    people.office_exists,
    outcome.amounts_are_in_the_packs_currency,
    outcome.prices_leave_no_gap,
    prices.exemptions_bear_single_names,
    prices.exemptions_can_be_rejected,
    outcome.what_is_issued_is_an_act,
    outcome.acts_are_signed_by_somebody,
    outcome.acts_quote_a_validity_they_have,
    outcome.acts_are_kept_while_valid,
    after.moves_have_names_of_their_own,
    after.what_is_followed_exists,
    after.what_is_taken_over_fits,
    after.what_may_be_changed_is_taken_over,
    after.following_is_bounded_in_days,
    after.corrections_replace_an_act,
    after.revocations_have_an_act,
    after.revocations_are_told,
    complaining.complaints_are_counted_by_choices,
    complaining.satisfaction_is_asked,
    complaining.second_answers_have_a_delay,
    complaining.promises_run_anew_from_something,
    complaining.complaints_consult_nobody,
    complaining.inspectors_alone_see_what_is_confidential,
    checking.checklists_are_ticked,
    checking.items_have_names_of_their_own,
    checking.items_are_needed_by_moves,
)
#: What tries answers, and so needs a form and expressions without error.
THEN: tuple[Property, ...] = (
    coverage.what_is_not_tried_is_said,
    branches.every_branch_leads_on,
    branches.deadlines_fit_whatever_is_answered,
    outcome.every_day_has_one_price,
    outcome.quantities_are_known,
    acting.representatives_can_be_reached,
    acting.one_representative_acts,
    agreement.checks_can_be_decided,
    agreement.checks_can_hold,
    prices.every_answer_has_a_price,
    prices.exemptions_are_proved,
    prices.corrected_prices_are_paid,
    outcome.acts_quote_what_is_answered,
    overflowing.every_office_is_named,
    people.every_answer_is_routed,
    people.every_queue_has_a_pool,
    people.every_role_is_held,
    people.four_eyes_can_be_had,
    overflowing.overflows_lead_to_offices,
    overflowing.overflows_lead_to_people,
    overflowing.overflows_lead_in_no_circle,
    overflowing.overflows_relieve_somebody,
    after.offices_taken_over_can_be_answered,
    after.revocations_take_two_people,
    complaining.complaints_are_reopened_once,
    complaining.second_answers_come_from_others,
    complaining.members_are_inspectors,
    complaining.offices_concerned_do_not_treat,
    checking.items_are_needed_at_all,
    checking.items_are_asked_sometimes,
)


def verify(eservice: EService, surroundings: Surroundings) -> tuple[Flaw, ...]:
    """Give every flaw of a definition; what tries answers waits until the rest has no error."""
    flaws = [*prove(subject_of(eservice, surroundings))]
    flaws += [flaw for check in FIRST for flaw in check(eservice, surroundings)]
    if all(flaw.rule.severity is not Severity.ERROR for flaw in flaws):
        flaws += [flaw for check in THEN for flaw in check(eservice, surroundings)]
    return tuple(flaws)
