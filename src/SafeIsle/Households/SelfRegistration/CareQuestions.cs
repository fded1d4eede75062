namespace SafeIsle.Households.SelfRegistration;

/// <summary>The kinds of help in the words in which one would ask a neighbour.</summary>
internal static class CareQuestions
{
    /// <summary>The shipped kinds as plain statements; a community's own by its name.</summary>
    public static string Of(CareTag tag) => tag.Code switch
    {
        CareTags.Dialysis => "要定期去医院（透析、放化疗等）",
        CareTags.Pregnant => "怀孕，或刚生孩子",
        CareTags.Infant => "三岁以下的孩子",
        CareTags.Medicine => "长期吃药，药不能断",
        CareTags.Alone => "一个人住",
        CareTags.NoPhone => "没有手机，或不会用",
        CareTags.Disabled => "行动不便，或有残疾",
        CareTags.Elder => "八十岁以上",
        CareTags.MedicFamily => "家里有人在医院上班",
        CareTags.Hardship => "低保，或生活困难",
        CareTags.Volunteer => "愿意做志愿者，帮忙送东西",
        _ => tag.Name,
    };

    /// <summary>What is asked beside a tick.</summary>
    public static string DetailOf(CareTag tag) => tag.Code switch
    {
        CareTags.Dialysis => "哪家医院，多久去一次",
        CareTags.Medicine => "药名",
        CareTags.Disabled => "哪方面不便",
        _ => "请说明",
    };
}
