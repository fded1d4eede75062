using System.Text.Json.Serialization;

namespace SafeIsle.Plans;

[JsonConverter(typeof(JsonStringEnumConverter<PassDirection>))]
public enum PassDirection
{
    [JsonStringEnumMemberName("out")]
    Out,

    [JsonStringEnumMemberName("in")]
    In,
}

/// <summary>判定: what the gate does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PassVerdict>))]
public enum PassVerdict
{
    /// <summary>放行</summary>
    [JsonStringEnumMemberName("go")]
    Go,

    /// <summary>不放行</summary>
    [JsonStringEnumMemberName("stop")]
    Stop,

    /// <summary>问清: a person decides.</summary>
    [JsonStringEnumMemberName("ask")]
    Ask,
}

/// <summary>Why; where several hold on the way out, the first from <see cref="Revoked"/> on is told. Words: <see cref="PassWords"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PassReason>))]
public enum PassReason
{
    /// <summary>May go out.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Comes in, as expected.</summary>
    [JsonStringEnumMemberName("in")]
    In,

    /// <summary>Comes in after the longest time out: go, but shown.</summary>
    [JsonStringEnumMemberName("late")]
    Late,

    /// <summary>The card was taken back or printed anew.</summary>
    [JsonStringEnumMemberName("revoked")]
    Revoked,

    /// <summary>One of the rule's voids stands now; the gate does not learn which.</summary>
    [JsonStringEnumMemberName("held")]
    Held,

    /// <summary>The pass counts from a later date.</summary>
    [JsonStringEnumMemberName("notYet")]
    NotYet,

    /// <summary>The last date of the pass is over.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>Nobody goes out by this rule.</summary>
    [JsonStringEnumMemberName("barred")]
    Barred,

    /// <summary>Not on this date: odd and even.</summary>
    [JsonStringEnumMemberName("day")]
    Day,

    /// <summary>Not at this hour by the rule.</summary>
    [JsonStringEnumMemberName("hours")]
    Hours,

    /// <summary>Not at this hour by the plan.</summary>
    [JsonStringEnumMemberName("curfew")]
    Curfew,

    /// <summary>As often out in this cycle as the rule lets.</summary>
    [JsonStringEnumMemberName("used")]
    Used,

    /// <summary>Goes out while the counter is outside.</summary>
    [JsonStringEnumMemberName("alreadyOut")]
    AlreadyOut,

    /// <summary>Comes in without having gone out.</summary>
    [JsonStringEnumMemberName("notOut")]
    NotOut,
}

/// <summary>What is known of a pass when it is judged.</summary>
public sealed record PassFacts
{
    /// <summary>A void of the rule stands now.</summary>
    public bool Held { get; init; }

    public bool Revoked { get; init; }

    /// <summary>First date on which the pass counts (Shanghai), if any.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last date on which the pass counts (Shanghai), if any.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>When the counter went out, in any order; the same instant twice is one out that came by two ways.</summary>
    public IReadOnlyList<DateTimeOffset> Outs { get; init; } = [];

    /// <summary>Since when the counter is outside; null when it is inside.</summary>
    public DateTimeOffset? OutSince { get; init; }

    public PassDirection Direction { get; init; }
}

/// <summary>What comes of it.</summary>
/// <param name="NextAt">Earliest instant when it would be allowed again, within <see cref="PassRules.SearchedDays"/>; null when there is none or it need not wait.</param>
/// <param name="BackBy">When whoever goes out, or is outside too long or twice, has or had to be back; null where no longest time is set.</param>
public sealed record PassJudgement(PassVerdict Verdict, PassReason Reason, DateTimeOffset? NextAt = null, DateTimeOffset? BackBy = null);
