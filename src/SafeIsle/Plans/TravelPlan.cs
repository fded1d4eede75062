using System.Text.Json.Serialization;

namespace SafeIsle.Plans;

/// <summary>What follows from where somebody was; each is stricter than those before it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TravelFollow>))]
public enum TravelFollow
{
    /// <summary>不用管理</summary>
    [JsonStringEnumMemberName("free")]
    Free,

    /// <summary>自我健康监测</summary>
    [JsonStringEnumMemberName("monitor")]
    Monitor,

    /// <summary>核清以前不发出入证</summary>
    [JsonStringEnumMemberName("noPass")]
    NoPass,

    /// <summary>居家医学观察</summary>
    [JsonStringEnumMemberName("homeObservation")]
    HomeObservation,

    /// <summary>集中隔离医学观察</summary>
    [JsonStringEnumMemberName("centralIsolation")]
    CentralIsolation,
}

/// <summary>One level of risk areas and what follows from a stay in one.</summary>
/// <param name="Name">高风险; as the lists of risk areas call it.</param>
/// <param name="WithinDays">It follows when the last day there was at most so many days ago.</param>
/// <param name="Days">How many days it lasts, counted from the last day there; 0 where it has no length.</param>
public sealed record RiskLevel(string Name, int WithinDays, TravelFollow Follow, int Days);

/// <summary>How a subscriber asks an operator where his phone was.</summary>
/// <param name="Operator">移动</param>
/// <param name="To">10086</param>
/// <param name="Text">What to send: CXMYD, or with a part that he fills in: CXMYD#身份证后四位.</param>
public sealed record OperatorQuery(string Operator, string To, string Text);

/// <summary>行程核验: what is asked and what follows. Data of a plan.</summary>
public sealed record TravelPlan
{
    public const int MostDays = 60;
    public const int MostLevels = 8;
    public const int MostLevelName = 10;
    public const int MostOperators = 6;
    public const int MostOperatorName = 10;
    public const int MostOperatorNumber = 20;
    public const int MostOperatorText = 40;

    /// <summary>For communities none of whose plans says anything about it.</summary>
    public static readonly TravelPlan Usual = new();

    /// <summary>Days up to today that people declare and operators are asked for.</summary>
    public int LookBackDays { get; init; } = 14;

    /// <summary>The most dangerous first.</summary>
    public IReadOnlyList<RiskLevel> Levels { get; init; } =
    [
        new("高风险", 14, TravelFollow.CentralIsolation, 14),
        new("中风险", 14, TravelFollow.HomeObservation, 14),
        new("低风险", 14, TravelFollow.Monitor, 3),
    ];

    /// <summary>A place in the operators' record that was not declared, in no risk area.</summary>
    public TravelFollow Undeclared { get; init; } = TravelFollow.NoPass;

    /// <summary>A place that was declared and is not in the operators' record: the weaker contradiction.</summary>
    public TravelFollow Unproven { get; init; } = TravelFollow.Monitor;

    /// <summary>The messages by which people ask the operators themselves (the three operators' roaming query of February 2020).</summary>
    public IReadOnlyList<OperatorQuery> Asking { get; init; } =
    [
        new("移动", "10086", "CXMYD"),
        new("联通", "10010", "CXMYD#身份证后四位"),
        new("电信", "10001", "CXMYD#身份证后四位"),
    ];

    /// <summary>What a plan must satisfy: the form's field and a sentence.</summary>
    public IEnumerable<(string Field, string Sentence)> Check()
    {
        if (LookBackDays is < 1 or > MostDays)
        {
            yield return ("travelDays", $"行程要查的天数应在 1 到 {MostDays} 之间。");
        }

        if (Levels.Count is 0 or > MostLevels)
        {
            yield return ("level0", $"风险等级要写 1 到 {MostLevels} 个。");
        }

        foreach (var twice in Levels.GroupBy(l => l.Name, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            yield return ("level0", $"风险等级“{twice.Key}”写了两次，请去掉一个。");
        }
    }
}
