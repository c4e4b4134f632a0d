"""Addresses under ``/desk/people/``."""

from django.urls import path

from kepu.people.views import accounts, holidays, imports, links, members, places, tokens, units

app_name = "people"
urlpatterns = [
    path("", units.units, name="units"),
    path("units.xlsx", units.units_workbook, name="units_workbook"),
    path("units/new/", units.create, name="create_unit"),
    path("units/import/", imports.import_table, {"kind": imports.UNITS}, name="import_units"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/edit/", units.edit, name="edit_unit"),
    path("units/<int:unit_id>/alias/", units.add_alias, name="add_alias"),
    path("units/<int:unit_id>/reform/", units.reform, name="reform"),
    path("units/<int:unit_id>/member/", members.change, name="change_member"),
    path("units/<int:unit_id>/member/end/", members.end, name="end_member"),
    path("units/<int:unit_id>/links/", links.unit_links, name="unit_links"),
    path("links/", links.links, name="links"),
    path("units/<int:unit_id>/links/<str:subject>/", links.issue, name="issue_link"),
    path("links/<int:link_id>/revoke/", links.revoke, name="revoke_link"),
    path("aliases/<int:alias_id>/remove/", units.remove_alias, name="remove_alias"),
    path("members/", members.members, name="members"),
    path("members.xlsx", members.members_workbook, name="members_workbook"),
    path("members/annex/", members.members_annex, name="members_annex"),
    path("members/import/", imports.import_table, {"kind": imports.MEMBERS}, name="import_members"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.create, name="create_account"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/<int:account_id>/edit/", accounts.edit, name="edit_account"),
    path("accounts/<int:account_id>/password/", accounts.reset_password, name="reset_password"),
    path("accounts/<int:account_id>/roles/", accounts.grant, name="grant_role"),
    path("accounts/<int:account_id>/<str:name>/", accounts.step, name="account_step"),
    path("roles/<int:holding_id>/end/", accounts.end_role, name="end_role"),
    path("settings/", places.settings_page, name="settings"),
    path("settings/areas/new/", places.add_area, name="add_area"),
    path("settings/holidays/", holidays.holidays, name="holidays"),
    path("settings/holidays/<int:year>/", holidays.holiday_year, name="holiday_year"),
    path("settings/holidays/<int:year>/remove/", holidays.remove, name="remove_holidays"),
    path("settings/population.xlsx", places.population_workbook, name="population_workbook"),
    path("settings/regions/import/", imports.import_table, {"kind": imports.REGIONS}, name="import_regions"),
    path("settings/population/import/", imports.import_table, {"kind": imports.POPULATION}, name="import_population"),
    path("me/", places.me, name="me"),
    path("me/tokens/", tokens.tokens, name="tokens"),
    path("me/tokens/new/", tokens.make, name="make_token"),
    path("me/tokens/<int:token_id>/revoke/", tokens.revoke, name="revoke_token"),
]
