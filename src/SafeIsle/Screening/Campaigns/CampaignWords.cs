namespace SafeIsle.Screening.Campaigns;

/// <summary>Words of campaigns.</summary>
public static class CampaignWords
{
    public static string Name(this TargetState state) => state switch
    {
        TargetState.ToVisit => "还没问",
        TargetState.NobodyHome => "没人",
        TargetState.Refused => "拒绝",
        TargetState.Done => "问好了",
        TargetState.Contradicts => "对不上",
        TargetState.Scanned => "扫码答的",
    };

    /// <summary>As badges have them.</summary>
    public static string Tone(this TargetState state) => state switch
    {
        TargetState.ToVisit => "off",
        TargetState.NobodyHome or TargetState.Scanned => "wait",
        TargetState.Refused or TargetState.Contradicts => "late",
        TargetState.Done => "ok",
    };

    /// <summary>Whether nobody of the staff asked.</summary>
    public static bool BySelf(this AnswerChannel channel) => channel is AnswerChannel.Code or AnswerChannel.Home;

    public static string Name(this AnswerChannel channel) => channel switch
    {
        AnswerChannel.Phone => "电话",
        AnswerChannel.Door => "上门",
        AnswerChannel.Code => "扫码填，没有核对手机",
        AnswerChannel.Home => "住户自己的手机填",
    };

    public static string Name(this QuestionKind kind) => kind switch
    {
        QuestionKind.YesNo => "是或不是",
        QuestionKind.Choice => "选一个",
        QuestionKind.Number => "数字",
        QuestionKind.Text => "几个字",
        QuestionKind.Date => "日期",
        QuestionKind.Place => "地点",
    };
}
