namespace SafeIsle.Platform.Access;

/// <summary>Roles and places as people are told of them.</summary>
public static class RoleWords
{
    public static string Name(this Role role) => role switch
    {
        Role.Field => "一线人员",
        Role.Partner => "协作单位",
        Role.Committee => "居委会",
        Role.Overseer => "上级查看",
        Role.Administrator => "管理员",
    };

    /// <summary>Who that is and what she may do, in one line.</summary>
    public static string Meaning(this Role role) => role switch
    {
        Role.Field => "网格员、志愿者、门岗：看得到所负责楼栋的住户和电话",
        Role.Partner => "物业、社区医生、民警、镇联络员：看进展，办交给自己的事；住户信息只显示一部分",
        Role.Committee => "居委会工作人员：维护登记表、封控和解封楼栋、确认居民上报",
        Role.Overseer => "街道、区、市：查看以下各社区的情况，只答复报上来的事，不能修改别的；住户信息只显示一部分",
        Role.Administrator => "管人员账号、社区和操作记录；不看也不导出住户登记，只作为第二人同意居委会的大份导出",
    };

    /// <summary>What kind of place a code stands for, where its name is not known.</summary>
    public static string Level(long place) => PlaceCode.Span(place) switch
    {
        1 => "社区",
        1_000 => "街道、镇",
        1_000_000 => "区、县",
        100_000_000 => "市",
        10_000_000_000 => "省、直辖市",
        _ => "全部地方",
    };
}
