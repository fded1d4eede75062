using SafeIsle.Platform;

namespace SafeIsle.Households;

/// <summary>The kinds of help that a new community starts with (DOMAIN 6.3: care tags only, no religion, no politics).</summary>
public static class CareTags
{
    public const string Alone = "alone";
    public const string NoPhone = "no-phone";
    public const string Pregnant = "pregnant";
    public const string Medicine = "medicine";
    public const string Infant = "infant";
    public const string Elder = "elder";
    public const string Disabled = "disabled";
    public const string MedicFamily = "medic-family";
    public const string Hardship = "hardship";
    public const string Dialysis = "dialysis";
    public const string Volunteer = "volunteer";

    /// <summary>The starting set for that community, in the order of urgency.</summary>
    public static IEnumerable<CareTag> For(long community)
    {
        (string Code, string Name, string Words, bool AsksDetail)[] tags =
        [
            (Dialysis, "透析等定期就医", "透析 血透 放化疗 定期就医", true),
            (Pregnant, "孕产妇", "孕妇 怀孕 产妇 待产 孕产妇", false),
            (Infant, "婴幼儿", "婴儿 幼儿 婴幼儿 奶粉", false),
            (Medicine, "慢性病用药", "慢性病 慢病 长期用药 常用药 高血压 糖尿病 冠心病", true),
            (Alone, "独居", "独居老人 空巢 孤老 独居", false),
            (NoPhone, "无手机", "无手机 没手机 老年机 不会用手机 无智能手机", false),
            (Disabled, "残疾", "残疾人 残疾 行动不便 卧床 失能", true),
            (Elder, "高龄", "高龄老人 高龄", false),
            (MedicFamily, "医护家属", "医护家庭 医护家属 医务人员家属", false),
            (Hardship, "困难户", "低保 困难 困难户 特困", false),
            (Volunteer, "志愿者", "志愿者 愿意帮忙", false),
        ];
        return tags.Select((tag, i) => new CareTag
        {
            CommunityId = community,
            Id = Ids.New(),
            Code = tag.Code,
            Name = tag.Name,
            Words = tag.Words,
            AsksDetail = tag.AsksDetail,
            Position = i,
        });
    }
}
