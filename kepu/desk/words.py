"""The Chinese words of what the audit names by code: sorts of objects, and deeds finer than the rules' verbs."""

MODELS = {
    "people.region": "区域",
    "people.regionsuccession": "区划变动",
    "people.population": "人口数据",
    "people.unit": "单位",
    "people.unitalias": "名称变体",
    "people.unitsuccession": "机构改革",
    "people.membership": "成员及联络员",
    "people.account": "账号",
    "people.holding": "角色",
    "audit.entry": "操作日志",
    "audit.signin": "登录日志",
    "files.storedfile": "文件",
    "inbox.message": "消息",
    "plans.document": "方案文件",
    "plans.plan": "方案",
    "plans.version": "方案版本",
    "plans.part": "行动或工程",
    "plans.task": "任务",
    "plans.responsibility": "责任单位",
    "plans.target": "目标任务",
    "plans.duty": "部门职责",
    "plans.phase": "进度安排",
    "plans.reporting": "报送要求",
    "plans.remark": "核对提示",
    "plans.release": "公开",
    "people.onetimelink": "一次性链接",
    "files.sheet": "印制文书（校验码）",
    "files.scan": "扫描件",
    "inbox.preference": "通知设置",
    "inbox.channel": "发送渠道",
    "inbox.delivery": "发送记录",
    "inbox.question": "意见箱来信",
    "inbox.helpline": "科普服务电话",
    "plans.universe": "覆盖范围",
    "plans.breakdown": "目标任务分解",
    "plans.cell": "分解值",
    "plans.cellchange": "分解记录",
    "plans.annualplan": "年度工作要点",
    "plans.annualitem": "年度工作事项",
    "plans.annualduty": "年度分工",
    "plans.papertemplate": "文书模板",
    "plans.letter": "目标责任书",
    "plans.letteropinion": "责任书反馈意见",
    "plans.letterterms": "责任书通用条款",
    "plans.letterarchive": "责任书打包",
    "plans.continuation": "接续",
    "portal.parcel": "公开数据包",
    "portal.parcelitem": "公开数据包中的一项",
    "plans.upperanswer": "对照上级规划",
    "plans.intention": "下一周期打算",
}

DEEDS = {
    "portal.export_released": "导出公开数据包",
    "portal.import_released": "导入公开数据包",
    "inbox.send": "发送消息",
    "inbox.ask": "居民来信",
    "inbox.expire_contact": "到期删除来信人联系方式",
    "inbox.save_preference": "修改通知设置",
    "inbox.test_own_mail": "给自己发测试邮件",
    "people.change_own_password": "修改本人密码",
    "people.open_link": "凭验证码打开链接",
    "people.finish_link": "通过链接办理完毕",
    "people.lock_link": "验证码输错5次锁定链接",
    "people.change_own_second_factor": "变更本人动态口令",
    "plans.open": "生成方案草稿",
    "plans.drop_secret": "删除涉密文件",
    "plans.edit_frame": "修改方案信息",
    "plans.match_unit": "对应单位",
    "plans.split_task": "拆分任务",
    "plans.merge_tasks": "合并任务",
    "plans.unmerge_tasks": "撤销合并任务",
    "plans.choose_breakdown": "选定分解方式",
    "plans.fill_cells": "填写分解值",
    "plans.part_target": "自动分解",
    "plans.carry_cells": "上年结转",
    "plans.import_cells": "导入分解表",
    "plans.confirm_breakdown": "核对分解",
    "plans.stop_continuing": "取消接续",
    "plans.settle_many": "成批核定接续",
    "plans.unsettle": "撤回接续核定",
    "plans.answer_many": "成批核定对照上级",
    "plans.take_back_answer": "撤回对照上级核定",
    "plans.move_annualitem": "调整年度工作事项次序",
    "plans.follow_annualplan": "按调整后的方案更新年度",
}

# Deeds on one item of a plan are named by what was done and to which sort of thing: ``plans.edit_task``.
ITEM_DEEDS = {"add": "新增", "edit": "修改", "remove": "删除", "restore": "恢复"}


def deed(verb: str) -> str:
    """Return the word of a verb that no rule names; the code itself where none is known."""
    app, _, name = verb.partition(".")
    done, _, sort = name.partition("_")
    thing = MODELS.get(f"{app}.{sort}")
    if verb not in DEEDS and done in ITEM_DEEDS and thing:
        return ITEM_DEEDS[done] + thing
    return DEEDS.get(verb, verb)


# What an entry may name that is no field of the thing itself: lines of an imported list, things that hang on it.
FIELDS = {
    "group_post": "领导小组职务",
    "leader": "分管领导",
    "leader_post": "领导职务",
    "office": "责任科室",
    "liaison": "联络员",
    "phone": "联络员电话",
    "stand_in": "备岗人员",
    "aliases": "名称变体",
    "unit": "单位",
    "second_factor": "动态口令",
    "successor": "承接单位",
    "removed": "移除",
    "duties": "分工",
}
