namespace SafeIsle.BuildingGroups;

/// <summary>The group's values as people here say them.</summary>
public static class GroupWords
{
    public static string Of(PartyKind kind) => kind switch
    {
        PartyKind.Doctor => "社区医生",
        PartyKind.Police => "社区民警",
        PartyKind.Committee => "居委会",
        PartyKind.Property => "物业",
        PartyKind.Town => "镇联络员",
    };

    /// <summary>What residents ask that party for.</summary>
    public static string For(PartyKind kind) => kind switch
    {
        PartyKind.Doctor => "发热、用药、就医",
        PartyKind.Police => "安全、纠纷、紧急出入",
        PartyKind.Committee => "通知、求助、登记",
        PartyKind.Property => "水电、垃圾、消毒",
        PartyKind.Town => "政策、转运、物资",
    };

    public static string Of(KeeperKind kind) => kind switch
    {
        KeeperKind.Leader => "楼组长",
        KeeperKind.Volunteer => "志愿者",
        KeeperKind.Neighbour => "邻居",
        KeeperKind.Staff => "工作人员",
    };

    /// <summary>The party that a duty title belongs to; null for none of the five.</summary>
    public static PartyKind? PartyOf(string duty) =>
        Says(duty, "医") ? PartyKind.Doctor
        : Says(duty, "民警", "派出所") ? PartyKind.Police
        : Says(duty, "居委", "社区书记") ? PartyKind.Committee
        : Says(duty, "物业") ? PartyKind.Property
        : Says(duty, "镇", "街道") ? PartyKind.Town
        : null;

    private static bool Says(string duty, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (duty.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
