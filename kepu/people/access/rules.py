"""The rules of `people`, one for each verb and each page that not everyone may read."""

from kepu.people.access.mechanism import Rule
from kepu.people.models import Account, Role

_OFFICE = (Role.SECRETARIAT,)
_OFFICE_OR_SYSTEM = (Role.SECRETARIAT, Role.SYSTEM_ADMIN)
_SYSTEM = (Role.SYSTEM_ADMIN,)
_SECURITY = (Role.SECURITY_ADMIN,)
_ACTIVE = (Account.State.ACTIVE.value,)
_DISABLED = (Account.State.DISABLED.value,)
_OPEN = _ACTIVE + _DISABLED

LOAD_DIVISIONS = Rule("people.load_divisions", "载入全国行政区划", _SYSTEM, "installation")
IMPORT_REGIONS = Rule("people.import_regions", "导入村（社区）", _OFFICE_OR_SYSTEM, "region")
ADD_OWN_AREA = Rule("people.add_own_area", "登记功能区", _OFFICE_OR_SYSTEM, "region")
SUCCEED_REGION = Rule("people.succeed_region", "登记区划变更", _OFFICE_OR_SYSTEM, "region")
IMPORT_POPULATION = Rule("people.import_population", "导入人口数据", _OFFICE_OR_SYSTEM, "region")
SET_HOLIDAYS = Rule("people.set_holidays", "录入放假安排", _OFFICE, "region")
REMOVE_HOLIDAYS = Rule("people.remove_holidays", "取消录入的放假安排", _OFFICE, "region")

CREATE_UNIT = Rule("people.create_unit", "新增单位", _OFFICE, "region")
EDIT_UNIT = Rule("people.edit_unit", "修改单位", _OFFICE, "region")
ADD_ALIAS = Rule("people.add_alias", "登记名称变体", _OFFICE, "region")
REMOVE_ALIAS = Rule("people.remove_alias", "删除名称变体", _OFFICE, "region")
IMPORT_UNITS = Rule("people.import_units", "导入单位名录", _OFFICE, "region")
REFORM = Rule("people.reform", "登记机构改革", _OFFICE, "region")

READ_MEMBERS = Rule("people.read_members", "查看成员及联络员名单", _OFFICE, "region")
CHANGE_MEMBER = Rule("people.change_member", "调整成员及联络员", _OFFICE, "region")
END_MEMBER = Rule("people.end_member", "移出成员及联络员", _OFFICE, "region")
IMPORT_MEMBERS = Rule("people.import_members", "导入成员及联络员名单", _OFFICE, "region")

ISSUE_LINK = Rule("people.issue_link", "发一次性链接", _OFFICE, "region")
REVOKE_LINK = Rule("people.revoke_link", "作废一次性链接", _OFFICE, "region")

READ_ACCOUNTS = Rule(
    "people.read_accounts", "查看账号", (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR), "installation"
)
CREATE_ACCOUNT = Rule("people.create_account", "新建账号", _SYSTEM, "installation")
EDIT_ACCOUNT = Rule("people.edit_account", "修改账号", _SYSTEM, "installation", _OPEN)
RESET_PASSWORD = Rule("people.reset_password", "重置密码", _SYSTEM, "installation", _ACTIVE)
RESET_SECOND_FACTOR = Rule("people.reset_second_factor", "重置动态口令", _SECURITY, "installation", _ACTIVE)
UNLOCK = Rule("people.unlock", "解除登录锁定", _SYSTEM, "installation", _ACTIVE)
DISABLE = Rule("people.disable", "停用账号", _SYSTEM, "installation", _ACTIVE)
ENABLE = Rule("people.enable", "恢复账号", _SYSTEM, "installation", _DISABLED)
CLOSE = Rule("people.close", "注销账号", _SYSTEM, "installation", _OPEN)
GRANT_ROLE = Rule("people.grant_role", "授予角色", _SECURITY, "installation", _ACTIVE)
END_ROLE = Rule("people.end_role", "收回角色", _SECURITY, "installation", _OPEN)

READ_AUDIT = Rule("people.read_audit", "查看操作日志", (Role.AUDITOR,), "installation")
READ_SIGN_INS = Rule("people.read_sign_ins", "查看登录日志", (Role.AUDITOR, Role.SECURITY_ADMIN), "installation")

RULES = (
    LOAD_DIVISIONS, IMPORT_REGIONS, ADD_OWN_AREA, SUCCEED_REGION, IMPORT_POPULATION, SET_HOLIDAYS, REMOVE_HOLIDAYS,
    CREATE_UNIT, EDIT_UNIT, ADD_ALIAS, REMOVE_ALIAS, IMPORT_UNITS, REFORM,
    READ_MEMBERS, CHANGE_MEMBER, END_MEMBER, IMPORT_MEMBERS, ISSUE_LINK, REVOKE_LINK,
    READ_ACCOUNTS, CREATE_ACCOUNT, EDIT_ACCOUNT, RESET_PASSWORD, RESET_SECOND_FACTOR, UNLOCK, DISABLE, ENABLE, CLOSE,
    GRANT_ROLE, END_ROLE, READ_AUDIT, READ_SIGN_INS,
)  # fmt: skip
