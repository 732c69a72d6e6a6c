"""The addresses under which administrators work, each with the action that its guard asks about."""

from collections.abc import Mapping

from backoffice import resetting, successions
from backoffice.actions import Action
from backoffice.administering import (
    account,
    accounts,
    hours,
    journal_page,
    new_place,
    offices,
    place_page,
    pools,
    providers,
    retention,
    review,
    sms_bound,
    waiting,
)
from backoffice.route import Route

#: By blueprint.
ROUTES: Mapping[str, tuple[Route, ...]] = {
    "administration": (
        Route("GET", "/accounts", accounts.accounts, Action.SEE_ACCOUNTS),
        Route("GET", "/accounts.csv", accounts.roll_file, Action.SEE_ACCOUNTS),
        Route("GET", "/new-account", accounts.new_account, Action.SEE_ACCOUNTS),
        Route("POST", "/new-account", accounts.open_account, Action.CHANGE_ACCOUNTS),
        Route("GET", "/accounts/<login>", account.account, Action.SEE_ACCOUNTS),
        Route("POST", "/accounts/<login>", account.change_account, Action.CHANGE_ACCOUNTS),
        Route("GET", "/account-changes", waiting.waiting, Action.SEE_ACCOUNTS),
        Route("POST", "/account-changes/<int:change>", waiting.settle, Action.CHANGE_ACCOUNTS),
        Route("GET", "/access-review", review.review, Action.SEE_ACCOUNTS),
        Route("POST", "/access-review", review.confirm_access, Action.CONFIRM_ACCESS),
        Route("GET", "/accounts/<login>/factors", resetting.factors, Action.SEE_ACCOUNTS),
        Route("POST", "/accounts/<login>/factors", resetting.reset, Action.RESET_FACTORS),
        Route("GET", "/pools", pools.pools, Action.SEE_ACCOUNTS),
        Route("GET", "/pools/<int:pool>", pools.pool, Action.SEE_ACCOUNTS),
        Route("POST", "/pools/<int:pool>", pools.change_pool, Action.CHANGE_ACCOUNTS),
        Route("GET", "/offices", offices.offices, Action.SEE_ACCOUNTS),
        Route("POST", "/offices", offices.close_offices, Action.CLOSE_OFFICES),
        Route("POST", "/closings/<int:closing>/end", offices.open_again, Action.CLOSE_OFFICES),
        Route("GET", "/office-hours", hours.hours, Action.SEE_ACCOUNTS),
        Route("POST", "/office-hours", hours.change_hours, Action.SET_HOURS),
        Route("POST", "/office-hours/<int:hours>/end", hours.take_hours_back, Action.SET_HOURS),
        Route("GET", "/organisations", place_page.organisations, Action.SEE_ACCOUNTS),
        Route("GET", "/organisations/<organisation>", place_page.organisation, Action.SEE_ACCOUNTS),
        Route(
            "POST",
            "/organisations/<organisation>",
            place_page.save_organisation,
            Action.KEEP_PLACES,
        ),
        Route("GET", "/new-organisation", new_place.new_organisation, Action.SEE_ACCOUNTS),
        Route("POST", "/new-organisation", new_place.add_organisation, Action.KEEP_PLACES),
        Route("GET", "/offices/<office>", place_page.office, Action.SEE_ACCOUNTS),
        Route("POST", "/offices/<office>", place_page.save_office, Action.KEEP_PLACES),
        Route("GET", "/new-office", new_place.new_office, Action.SEE_ACCOUNTS),
        Route("POST", "/new-office", new_place.add_office, Action.KEEP_PLACES),
        Route("GET", "/pools/<int:pool>/name", place_page.pool_name, Action.SEE_ACCOUNTS),
        Route("POST", "/pools/<int:pool>/name", place_page.save_pool_name, Action.KEEP_PLACES),
        Route("GET", "/new-pool", new_place.new_pool, Action.SEE_ACCOUNTS),
        Route("POST", "/new-pool", new_place.open_pool, Action.KEEP_PLACES),
        Route("GET", "/providers", providers.providers, Action.SEE_ACCOUNTS),
        Route("POST", "/providers", providers.try_out, Action.TRY_PROVIDER),
        Route("POST", "/providers/sms", sms_bound.raise_sms_bound, Action.RAISE_SMS_BOUND),
        Route("GET", "/retention", retention.retention, Action.SEE_ACCOUNTS),
        Route("POST", "/retention", retention.switch_retention, Action.SWITCH_RETENTION),
        Route("GET", "/holds", retention.holds, Action.SEE_HOLDS),
        Route("POST", "/holds", retention.hold_case, Action.KEEP_WHOLE),
        Route("POST", "/holds/<int:hold>/end", retention.let_case_go, Action.KEEP_WHOLE),
        Route("GET", "/deeds", journal_page.deeds, Action.SEE_ADMINISTRATION),
        Route("GET", "/deeds.csv", journal_page.deeds_file, Action.SEE_ADMINISTRATION),
    ),
    "successions": (
        Route("GET", "/successions", successions.listed, Action.SEE_SUCCESSIONS),
        Route("GET", "/successions/<int:pool>", successions.preview, Action.SEE_SUCCESSIONS),
        Route("POST", "/successions/<int:pool>", successions.execute, Action.TRANSFER_AUTHORITY),
    ),
}
