namespace SafeIsle.Platform.Audit;

/// <summary>The dotted names of acts, as people read them. An act that is not listed here shows its dotted name.</summary>
public static class ActionNames
{
    /// <summary>In the order of the filter: by what they are about.</summary>
    public static readonly IReadOnlyList<ActionGroup> Groups =
    [
        new("登录和自己的账号",
            ("login", "登录"), ("logout", "退出"), ("login.password", "登录第一步"), ("login.fail", "登录失败"),
            ("account.password", "改密码"), ("account.name", "改自己的称呼"), ("account.wecom", "填企业微信账号"), ("account.phone", "填工作电话"), ("account.confirm", "确认密码"), ("account.confirm.fail", "确认密码失败"),
            ("account.second.on", "开启两步验证"), ("account.second.off", "关闭两步验证"), ("account.second.codes", "更换恢复码")),
        new("人员",
            ("account.first", "建立第一个管理员"), ("staff.invite", "邀请人员"), ("staff.invite.withdraw", "撤回邀请"), ("staff.join", "接受邀请"),
            ("staff.name", "改人员称呼"), ("staff.grant", "改权限"), ("staff.takeback", "收回权限"), ("staff.close", "停用账号"),
            ("staff.reopen", "启用账号"), ("staff.unlock", "账号解锁"), ("staff.password", "给改密码的链接")),
        new("住户",
            ("household.open", "新增住户"), ("household.change", "改住户"), ("household.move", "住户换房"), ("household.order", "调整户内次序"),
            ("household.close", "住户搬离"), ("household.verify", "核实住户"), ("household.look", "查看住户"), ("household.print", "打印住户表"),
            ("person.add", "新增人员"), ("person.change", "改人员"), ("person.move", "人员换户"), ("person.close", "人员离开"),
            ("person.reopen", "人员恢复"), ("person.merge", "合并重复人员"), ("person.look", "查看号码"), ("roster.look", "查看楼组表"),
            ("roster.print", "打印楼组表"), ("tag.add", "新增关照标签"), ("tag.change", "改关照标签"), ("tag.retire", "停用关照标签")),
        new("导出",
            ("export.ask", "申请导出"), ("export.approve", "同意导出"), ("export.decline", "不同意导出"), ("export.fetch", "取走导出的文件")),
        new("导入和居民上报",
            ("import.upload", "上传登记表"), ("import.start", "开始导入"), ("import.columns", "确认列"), ("import.preview", "预览导入"),
            ("import.choose", "选择导入内容"), ("import.apply", "导入登记表"), ("import.cancel", "取消导入"), ("import.expire", "导入过期"),
            ("import.rejects", "下载退回的行"), ("door.show", "查看门码"), ("door.guess", "门码输错"), ("door-code.renew", "更换门码"),
            ("door-sheet.print", "打印门贴"), ("proposal.submit", "居民上报"), ("proposal.accept", "采纳上报"), ("proposal.reject", "退回上报"),
            ("resident.join", "手机进入"), ("resident.prove", "核对手机"), ("resident.confirm", "确认手机"), ("resident.leave", "手机退出"), ("proposal.unmask", "查看上报号码")),
        new("封控",
            ("closure.preview", "封控前核对"), ("closure.open", "封控楼栋"), ("closure.care", "查看重点照护名单"), ("closure.tick", "完成任务"),
            ("closure.untick", "撤销完成"), ("closure.give", "改派任务"), ("closure.extend", "延长封控"), ("closure.lift", "解除封控"),
            ("closure.restart", "封控重新计时"), ("closure.pass", "转入健康管理"), ("certificate.print", "打印解除证明"), ("certificate.revoke", "撤销解除证明"),
            ("statement.create", "写情况说明"), ("statement.save", "改情况说明"), ("statement.sign", "签发情况说明"), ("statement.look", "查看情况说明"), ("plan.publish", "发布预案"),
            ("outside.show", "查看对外消息"), ("outside.decide", "处理对外消息")),
        new("楼组群",
            ("resident.ask", "请求进群"), ("resident.accept", "同意进群"), ("resident.refuse", "不同意进群"), ("resident.household", "手机认户"),
            ("resident.out", "请手机退出"), ("resident.move", "手机随房合并"), ("group.calls", "查看没进群的电话"), ("group.code", "更换楼组群编码"), ("group.wecom", "取企业微信群二维码"),
            ("group.keeper", "指定代联系人"), ("group.keeper.remove", "取消代联系人"), ("group.party", "五方进群"), ("group.party.remove", "五方退出"),
            ("group.phone", "留电话")),
        new("通知和求助",
            ("post.announce", "发通知"), ("post.read", "住户看通知"), ("post.told", "代办人告知通知"), ("post.call", "打通知电话"), ("post.call.back", "撤回通知电话"), ("post.text", "给没看通知的发短信"), ("post.ask", "列出要打的通知电话"), ("post.calls", "查看通知电话"),
            ("post.pin", "置顶通知"), ("post.hide", "收起通知"), ("question.ask", "住户提问"), ("question.answer", "回答提问"), ("question.hide", "收起提问"),
            ("resident.mute", "暂停公开发言"), ("resident.unmute", "恢复公开发言"), ("help.ask", "求助"), ("help.say", "补充求助"), ("help.look", "查看求助"),
            ("help.photo", "查看求助照片"), ("help.take", "接手求助"), ("help.give", "转交求助"), ("help.answer", "答复求助"), ("help.done", "办好求助"),
            ("help.impossible", "求助办不了")),
        new("体温",
            ("health.report", "上报体温"), ("health.handle", "处理体温异常"), ("health.text", "发短信提醒报体温"), ("health.call", "打电话问体温"), ("health.call.back", "撤回体温电话"), ("health.look", "查看体温名单")),
        new("行程和返回人员",
            ("risk.add", "登记风险区"), ("risk.end", "风险区结束"), ("risk.withdraw", "风险区作废"), ("travel.open", "开始核对行程"), ("travel.look", "查看行程核验"),
            ("travel.declare", "申报行程"), ("travel.record", "收下运营商记录"), ("travel.forward", "转来运营商的答复"), ("travel.place", "认定地名"), ("travel.file", "导入运营商名单"), ("travel.clean", "行程核对无误"),
            ("travel.drop", "不用核对行程"), ("travel.propose", "提出核验结果"), ("travel.confirm", "复核同意"), ("travel.decline", "复核没有同意"), ("travel.object", "对核验结果提异议"),
            ("travel.answer", "答复异议"), ("travel.seen", "住户看到核验结果"), ("travel.follow", "核验结果随人转户"), ("travel.settle", "核验结果了结"), ("travel.takeup", "核验结果开出措施"), ("travel.print", "打印行程告知单"), ("travel.forget", "到期删除行程核验"), ("returnee.announce", "返回报备"), ("returnee.arrive", "返回人员到门口"),
            ("returnee.own", "核实返回人员"), ("returnee.meet", "接返回人员"), ("returnee.checked", "返回人员核对完毕"), ("returnee.cancel", "取消返回报备"), ("returnee.look", "查看返回人员电话")),
        new("健康措施",
            ("measure.contacts", "告知书上的联系人"), ("measure.open", "开出健康措施"), ("measure.move", "转为另一种措施"), ("measure.extend", "延长健康措施"), ("measure.release", "解除健康措施"), ("measure.look", "查看健康措施"),
            ("measure.look.past", "查看早已解除的措施"), ("measure.print", "打印健康措施告知书"), ("measure.call", "记每天的电话"), ("measure.closing", "建议封控一栋楼"), ("corridor.ask", "列出要消毒的楼道"), ("rubbish.ask", "列出上门收垃圾"), ("closure.todo", "封控任务放进待办"), ("grid.rename", "网格改名"), ("measure.test", "登记检测结果"),
            ("measure.object", "对措施提出异议"), ("measure.answer", "答复对措施的异议"), ("measure.trip", "申请外出就医"), ("measure.trip.decide", "决定外出就医"),
            ("measure.refer", "登记转运"), ("measure.refer.way", "转运的经过"), ("measure.round", "安排每天的电话和上门"), ("measure.follow", "措施随人转户"), ("measure.left", "措施随登记结束")),
        new("门岗和出入证",
            ("gate.add", "添加门岗"), ("gate.open", "开放门岗"), ("gate.close", "关闭门岗"), ("gate.until", "改门岗期限"), ("gate.coming", "提前录入门岗开关"), ("gate.coming.back", "撤回提前录入的门岗开关"), ("gate.rename", "门岗改名"), ("gate.plan", "选通行规则"), ("gate.device", "登记扫码设备"),
            ("gate.enrol", "扫码设备登记完成"), ("gate.wipe", "清除扫码设备"), ("gate.scans", "上传进出记录"), ("gate.key", "更换出入证钥匙"), ("gate.forget", "到期删除进出记录"), ("gate.document", "按身份证号找出入证"), ("gate.print", "打印进出记录"),
            ("pass.issue", "发出入证"), ("pass.many", "成批发出入证"), ("pass.print", "打印出入证"), ("pass.revoke", "作废出入证"), ("pass.reprint", "重印出入证"), ("pass.left", "住户离开，作废出入证"), ("pass.move", "出入证随房转移"),
            ("visit.ask", "访客登记"), ("visit.agree", "同意来访"), ("visit.refuse", "不同意来访"), ("visit.look", "查看访客号码")),
        new("外出单、送货和货架",
            ("errand.issue", "开外出单"), ("errand.print", "打印外出单"), ("errand.reprint", "重印外出单"), ("errand.back", "外出单收单"), ("errand.takeback", "收回外出单"),
            ("errand.certificate", "开购药证明"), ("firm.add", "登记送货维修单位"), ("firm.change", "改送货维修单位"), ("firm.end", "停用送货维修单位"),
            ("shelf.record", "上传货架记录"), ("shelf.take", "货架上的东西取走")),
        new("名单和线索",
            ("list.take", "收到上级名单"), ("list.columns", "核对名单的列"), ("list.match", "比对名单"), ("list.decide", "认定名单里的人"), ("list.answer", "写名单回复"),
            ("list.drop", "删除名单内容"), ("list.forget", "到期删除名单内容"),
            ("tip.come", "收到线索"), ("tip.read", "查看线索"), ("tip.end", "办结线索"), ("tip.check", "派人核实线索"), ("tip.forget", "到期删除线索")),
        new("网格", ("grid.split", "划分网格"), ("grid.assign", "定网格负责人"), ("grid.handover", "移交网格"), ("grid.lists", "查看三张清单"), ("grid.print", "打印三张清单"), ("todo.ask", "列出待办"), ("todo.look", "打开我的待办"), ("todo.try", "记待办的结果"), ("todo.visit", "请人走访"),
            ("escalation.raise", "上报主任"), ("escalation.street", "转报街道"), ("escalation.decide", "答复上报"), ("escalation.look", "查看上报")),
        new("排查和居住情况",
            ("screen.open", "开始排查"), ("screen.end", "结束排查"), ("screen.add", "补进后来登记的住户"), ("screen.look", "查看排查回答"), ("screen.answer", "回答排查"), ("screen.try", "排查没问成"),
            ("screen.contradict", "排查对不上"), ("screen.resolve", "核对排查"), ("screen.print", "打印门上告知"), ("screen.notice", "贴门上告知"), ("screen.script", "改排查话术"), ("screen.forget", "到期删除排查回答"),
            ("occupancy.evidence", "记居住佐证"), ("occupancy.override", "人工认定居住情况"), ("occupancy.meters", "记水电气表读数"),
            ("occupancy.gate", "照门岗进出记有人住"), ("occupancy.forget", "按预案删除居住佐证")),
        new("社区和房屋",
            ("community.create", "建立社区"), ("compound.add", "新增小区"), ("compound.change", "改小区"),
            ("building.generate", "生成楼栋"), ("building.rename", "改楼栋名"), ("building.delete", "删除楼栋"), ("dwelling.add", "新增房屋"), ("dwelling.rename", "改门号"),
            ("dwelling.merge", "合并房屋"), ("dwelling.split", "拆分房屋"), ("dwelling.close", "停用房屋"), ("dwelling.reopen", "恢复房屋")),
        new("围挡、巡查、围合、防疫地图",
            ("breach.report", "报告缺口或翻越"), ("breach.give", "派人去看"), ("breach.visit", "巡查"), ("enclosure.open", "设立围合"), ("enclosure.change", "改围合"),
            ("enclosure.dwellings", "改围合里的房屋"), ("enclosure.end", "解除围合"), ("plan.place", "在防疫地图上摆放"), ("plan.picture", "换防疫地图底图"), ("plan.ground", "换防疫地图的地图文件")),
        new("系统",
            ("installation.create", "建立数据库"), ("divisions.import", "导入行政区划"), ("demo.seed", "装入演示数据"), ("job.start", "开始后台任务"),
            ("job.done", "后台任务完成"), ("job.fail", "后台任务失败"), ("job.fetch", "取走文件")),
    ];

    private static readonly Dictionary<string, string> Words =
        Groups.SelectMany(g => g.Actions).ToDictionary(a => a.Action, a => a.Words, StringComparer.Ordinal);

    public static bool Knows(string action) => Words.ContainsKey(action);

    public static string Of(string action) => Words.GetValueOrDefault(action, action);
}

/// <summary>Acts about one thing.</summary>
public sealed record ActionGroup(string Name, params IReadOnlyList<(string Action, string Words)> Actions);
