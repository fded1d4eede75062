namespace SafeIsle.Platform.Audit;

/// <summary>The dotted names of acts, as people read them. An act that is not listed here shows its dotted name.</summary>
public static class ActionNames
{
    /// <summary>In the order of the filter: by what they are about.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["login"] = "登录",
        ["login.password"] = "登录第一步",
        ["login.fail"] = "登录失败",
        ["account.name"] = "改自己的称呼",
        ["account.password"] = "改密码",
        ["account.confirm"] = "确认密码",
        ["account.confirm.fail"] = "确认密码失败",
        ["account.second.on"] = "开启两步验证",
        ["account.second.off"] = "关闭两步验证",
        ["account.second.codes"] = "更换恢复码",
        ["staff.invite"] = "邀请人员",
        ["staff.invite.withdraw"] = "撤回邀请",
        ["staff.join"] = "接受邀请",
        ["staff.name"] = "改人员称呼",
        ["staff.grant"] = "改权限",
        ["staff.takeback"] = "收回权限",
        ["staff.close"] = "停用账号",
        ["staff.reopen"] = "启用账号",
        ["staff.unlock"] = "账号解锁",
        ["staff.password"] = "给改密码的链接",
        ["community.create"] = "建立社区",
        ["community.change"] = "改社区资料",
        ["installation.create"] = "建立数据库",
        ["job.start"] = "开始后台任务",
        ["job.done"] = "后台任务完成",
        ["job.fail"] = "后台任务失败",
        ["job.fetch"] = "取走文件",
    };

    public static string Of(string action) => All.GetValueOrDefault(action, action);
}
