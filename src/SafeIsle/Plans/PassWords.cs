using SafeIsle.Platform;

namespace SafeIsle.Plans;

/// <summary>
/// What the gate says, for everybody to hear: nothing about anybody's health. Gates without network say the same
/// (Gates/Passes/pass-words.ts); both satisfy tests/vectors/pass-words.json.
/// </summary>
public static class PassWords
{
    public static string Of(PassVerdict verdict) => verdict switch
    {
        PassVerdict.Go => "放行",
        PassVerdict.Stop => "不放行",
        PassVerdict.Ask => "问清",
    };

    public static string Of(PassReason reason) => reason switch
    {
        PassReason.Ok => "可以出门。",
        PassReason.In => "可以进门。",
        PassReason.Late => "可以进门，回来晚了。",
        PassReason.Revoked => "这张证已经作废，请到居委会。",
        PassReason.Held => "这张证现在不能用，请到居委会。",
        PassReason.NotYet => "这张证还没有到生效的日子。",
        PassReason.Expired => "这张证已经过期，请到居委会换证。",
        PassReason.Barred => "这类证不能出门，有急事请打居委会电话。",
        PassReason.Day => "今天不是这张证出门的日子。",
        PassReason.Hours => "现在不是这张证出门的时段。",
        PassReason.Curfew => "现在是夜间限制出入的时段。",
        PassReason.Used => "这张证这几天出门的次数用完了。",
        PassReason.AlreadyOut => "记录上已经出门，还没有回来，请问清楚。",
        PassReason.NotOut => "可以进门，没有出门记录。",
    };

    /// <summary>The reason, and from when on it is allowed or until when to be back: 可以出门。请在 3月23日 12:10 前回来。</summary>
    public static string Of(PassJudgement judgement) => Of(judgement.Reason) + judgement switch
    {
        { NextAt: { } next } => $"最早 {next.Short()} 可以出门。",
        { BackBy: { } by, Reason: PassReason.Ok } => $"请在 {by.Short()} 前回来。",
        { BackBy: { } by } => $"应在 {by.Short()} 前回来。",
        _ => "",
    };
}
