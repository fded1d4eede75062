namespace SafeIsle.Platform.Audit;

/// <summary>The dotted names of acts, as people read them. An act that is not listed here shows its dotted name.</summary>
public static class ActionNames
{
    /// <summary>In the order of the filter: by what they are about.</summary>
    public static readonly IReadOnlyList<ActionGroup> Groups =
    [
        new("登录和自己的账号",
            ("login", "登录"), ("logout", "退出"), ("login.password", "登录第一步"), ("login.fail", "登录失败"),
            ("account.password", "改密码"), ("account.name", "改自己的称呼"), ("account.wecom", "填企业微信账号"), ("account.confirm", "确认密码"), ("account.confirm.fail", "确认密码失败"),
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
            ("resident.join", "手机进入"), ("resident.leave", "手机退出"), ("proposal.unmask", "查看上报号码")),
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
            ("post.announce", "发通知"), ("post.read", "住户看通知"), ("post.told", "代办人告知通知"), ("post.call", "打通知电话"), ("post.call.back", "撤回通知电话"), ("post.text", "给没看通知的发短信"), ("post.calls", "查看通知电话"),
            ("post.pin", "置顶通知"), ("post.hide", "收起通知"), ("question.ask", "住户提问"), ("question.answer", "回答提问"), ("question.hide", "收起提问"),
            ("resident.mute", "暂停公开发言"), ("resident.unmute", "恢复公开发言"), ("help.ask", "求助"), ("help.say", "补充求助"), ("help.look", "查看求助"),
            ("help.photo", "查看求助照片"), ("help.take", "接手求助"), ("help.give", "转交求助"), ("help.answer", "答复求助"), ("help.done", "办好求助"),
            ("help.impossible", "求助办不了")),
        new("体温",
            ("health.report", "上报体温"), ("health.handle", "处理体温异常"), ("health.call", "打电话问体温"), ("health.call.back", "撤回体温电话"), ("health.look", "查看体温名单")),
        new("社区和房屋",
            ("community.create", "建立社区"), ("compound.add", "新增小区"), ("compound.change", "改小区"),
            ("building.generate", "生成楼栋"), ("building.rename", "改楼栋名"), ("building.delete", "删除楼栋"), ("dwelling.add", "新增房屋"), ("dwelling.rename", "改门号"),
            ("dwelling.merge", "合并房屋"), ("dwelling.split", "拆分房屋"), ("dwelling.close", "停用房屋"), ("dwelling.reopen", "恢复房屋")),
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
