"""Who may open which address: one decision each. An address without one fails the test beside this table.

A decision is PUBLIC, or the set of roles that get an answer on things of their own region or unit; for everybody else
such a page does not exist (404) or is refused (403).
"""

from kepu.people.models import Role

PUBLIC = "public"
SIGNED_IN = frozenset({None, *Role})  # pages about oneself, or lists that hold only what the person may see
ROLES = frozenset(Role)
READERS = frozenset({Role.LIAISON, Role.SECTION_HEAD, Role.LEADER, Role.SECRETARIAT, Role.READER})
OFFICE = frozenset({Role.SECRETARIAT})
WORKERS = READERS - {Role.READER}
UNITS = frozenset({Role.LIAISON, Role.SECTION_HEAD, Role.LEADER})
READER = frozenset({Role.READER})
PLACES = frozenset({Role.SECRETARIAT, Role.SYSTEM_ADMIN})
SYSTEM, SECURITY, AUDITOR = (frozenset({r}) for r in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR))
ADMINISTRATION = SYSTEM | SECURITY | AUDITOR
OWNER = frozenset[
    Role | None
]()  # one person's own thing: for every other account, whatever its role, it does not exist

GROUPS: dict[str | frozenset[Role | None], str] = {
    PUBLIC: """
        links:page links:code links:action links:done portal:home portal:elder portal:region portal:plan portal:deeds
        api:api-root api:openapi-json api:openapi-view api:open_regions api:open_plans api:open_plan api:open_years api:open_deeds
        api:open_progress_list api:open_progress
        portal:plan_json portal:plan_csv portal:deeds_json portal:deeds_csv
        portal:progress portal:progress_of_day portal:near portal:progress_json portal:progress_csv portal:near_csv
        portal:ask portal:receipt portal:forget portal:answers portal:phones account_login account_logout account_inactive
    """,
    SIGNED_IN: """
        account_change_password account_reauthenticate mfa_activate_totp mfa_authenticate
        mfa_deactivate_totp mfa_generate_recovery_codes mfa_index mfa_reauthenticate mfa_view_recovery_codes
        sms_code usersessions_list desk:home desk:parts desk:search inbox:list inbox:read_all inbox:settings
        inbox:test_mail people:me people:units people:units_workbook plans:plans plans:sides plans:sides_workbook
        ledger:measures ledger:measure accountability:cycles accountability:reports
        questions:list ledger:record_worker ledger:records ledger:duplicates
        ledger:records_workbook ledger:imports ledger:years ledger:readings
        people:tokens people:make_token api:me api:regions api:units api:plans api:letters
    """,
    OWNER: "inbox:open people:revoke_token api:hand_in_work_record",  # the last by a token that may write: ledger/tests/test_api
    ROLES - AUDITOR: "people:unit plans:unit_plans api:unit",
    READERS: """
        api:work_record accountability:cycle
        ledger:record ledger:evidence ledger:evidence_file ledger:year ledger:reading plans:board plans:towns plans:towns_workbook plans:town
        api:plan api:versions api:version api:tasks api:targets api:duties api:breakdown api:cells
        api:years api:year api:year_items
        plans:target plans:deeds plans:deed_from_record plans:heat plans:heat_workbook
        plans:breakdown plans:breakdown_workbook plans:breakdown_grid plans:breakdown_grid_workbook
        plans:breakdown_changes plans:universes
        plans:letter plans:letter_docx plans:letter_pdf plans:year_table_docx plans:year_table_pdf files:scan files:scan_page files:scan_file
        plans:year_points_docx plans:year_points_pdf
        plans:years plans:year plans:year_table plans:year_workbook plans:year_unit
        plans:matrix plans:matrix_workbook plans:plan plans:source plans:source_file plans:targets
        plans:targets_workbook plans:task plans:tasks plans:unit plans:versions plans:compare plans:succession
        plans:succession_workbook
    """,
    READERS | SYSTEM: "ledger:figure ledger:figure_workbook api:region",
    WORKERS: """
        plans:tell_deed plans:deed plans:correct_deed plans:deed_step
        ledger:new_record ledger:correct_record ledger:record_deed ledger:add_evidence ledger:drop_evidence
        ledger:import_records ledger:records_template
        questions:enter questions:question files:scans
        accountability:report accountability:save_report accountability:report_docx accountability:report_pdf
        accountability:report_original
    """,
    UNITS: "plans:give_opinion accountability:report_step",
    READER | OFFICE: "plans:letters accountability:situation_workbook plans:brief_docx plans:brief_pdf"
    # and of what they answer for themselves, units too: kepu/plans/tests/progress/test_lit
    " plans:target_course plans:town_course",
    OFFICE: """
        accountability:draft_cycle accountability:edit_cycle accountability:prompts accountability:make_exception
        accountability:drop_cycle accountability:cycle_step accountability:enter_report accountability:answer_objection
        ledger:new_measure ledger:redefine ledger:retire_measure ledger:restore_measure
        plans:bind plans:move_task ledger:decide ledger:settle_lookalike ledger:record_policy
        ledger:import_values ledger:values_template ledger:import ledger:import_deed ledger:import_file
        ledger:keep_year ledger:year_template ledger:undo_year ledger:new_reading ledger:correct_reading ledger:void_reading
        plans:next_sheet plans:next_line plans:next_workbook plans:next_draft plans:continues plans:stop_continuing
        plans:settle_many plans:unsettle plans:upper plans:upload_upper plans:choose_upper plans:answer_many
        plans:take_back_answer plans:upper_workbook
        plans:breakdown_carry plans:breakdown_choose plans:breakdown_confirm plans:breakdown_fill plans:breakdown_import
        plans:new_universe plans:universe
        questions:erase_contact questions:help_lines questions:help_lines_workbook questions:import_help_lines
        questions:slip questions:step
        plans:year_prompts plans:year_prompt_docx plans:year_prompt_pdf
        plans:draft_letters plans:letters_step plans:letter_terms plans:edit_letter plans:adjust_letter
        plans:delete_letter plans:letter_step plans:reply_opinion plans:letter_archive plans:letter_archive_file
        files:assign_scan files:drop_scan
        plans:year_title plans:follow_plan plans:issue_year plans:add_year_item plans:year_item plans:year_item_step
        plans:year_releases
        people:add_alias people:change_member people:create_unit people:edit_unit people:end_member
        people:import_members people:import_units people:members people:members_annex people:members_workbook
        inbox:reminders inbox:post_reminder people:links people:unit_links people:issue_link people:revoke_link
        people:reform people:remove_alias people:remove_holidays plans:add_item plans:adopt plans:amend plans:discard plans:document
        plans:draft_release plans:item plans:merge_task plans:open_plan plans:original plans:progress plans:progress_releases plans:proofread
        plans:proofread_frame plans:proofread_names plans:proofread_poll plans:proofread_structure plans:release
        plans:release_preview plans:release_step plans:releases plans:remove_item plans:reread plans:restore_item
        plans:templates plans:template plans:shipped_template plans:template_sample plans:template_file
        plans:retire_template plans:reuse_template plans:split_task plans:status plans:unmerge_tasks plans:upload
    """,
    PLACES: """
        ledger:checks ledger:check ledger:mend_cells
        inbox:channels inbox:add_channel inbox:channel inbox:test_channel inbox:deliveries inbox:delivery
        inbox:settle_delivery people:add_area people:import_population people:import_regions
        people:population_workbook people:settings people:holidays people:holiday_year
    """,
    SYSTEM: "people:account_step people:create_account people:edit_account people:reset_password",
    SECURITY: "people:end_role people:grant_role",
    SECURITY | AUDITOR: "desk:sign_ins",
    AUDITOR: "desk:audit desk:audit_workbook",
    ADMINISTRATION: "people:account people:accounts",
}
DECISIONS = {name: decision for decision, names in GROUPS.items() for name in names.split()}
# A state decides here besides the role, and the sample is not in it; what the state says is tested beside the page.
BY_STATE = {"mfa_deactivate_totp", "mfa_view_recovery_codes"}
