using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SafeIsle.Plans;

/// <summary>Whose outs are counted together.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PassSubject>))]
public enum PassSubject
{
    /// <summary>按证: every pass (of a person, a vehicle) by itself.</summary>
    [JsonStringEnumMemberName("person")]
    Person,

    /// <summary>按户: all passes of a household.</summary>
    [JsonStringEnumMemberName("household")]
    Household,
}

/// <summary>单双号: on which dates of the month one may go out. 31 and 1 are both odd, as on the calendar.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PassDays>))]
public enum PassDays
{
    [JsonStringEnumMemberName("any")]
    Any,

    [JsonStringEnumMemberName("odd")]
    Odd,

    [JsonStringEnumMemberName("even")]
    Even,
}

/// <summary>What makes a pass of the rule not count for as long as it stands; a gate learns that it is held, never why.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PassVoid>))]
public enum PassVoid
{
    /// <summary>户内有返回人员: somebody of the household came back from outside.</summary>
    [JsonStringEnumMemberName("returnee")]
    Returnee,

    /// <summary>隔离或居家观察 of somebody of the household.</summary>
    [JsonStringEnumMemberName("isolation")]
    Isolation,

    /// <summary>楼栋在封控期</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,

    /// <summary>排查没做完: nobody verified the household's entry, or a running campaign has not done with it. Asked when a pass is issued; one that was given stays.</summary>
    [JsonStringEnumMemberName("unscreened")]
    Unscreened,

    /// <summary>行程没有核清: a second person has confirmed what was found, and it is not settled.</summary>
    [JsonStringEnumMemberName("travel")]
    Travel,
}

/// <summary>A part of the day, wall time in Shanghai, whole minutes. A later From than To spans midnight: 22:30–06:30.</summary>
/// <param name="From">Belongs to it.</param>
/// <param name="To">Does not belong to it any more.</param>
public sealed record DayHours(
    [property: JsonConverter(typeof(HourMinuteJson))] TimeOnly From, [property: JsonConverter(typeof(HourMinuteJson))] TimeOnly To)
{
    public bool Has(TimeOnly time) => From <= To ? time >= From && time < To : time >= From || time < To;
}

/// <summary>通行规则: when and how often passes of one kind open the gate. Data of a plan, judged by <see cref="PassRules"/>.</summary>
public sealed record PassRule
{
    /// <summary>1 … 20, stands in the code of every pass; keeps its meaning through the versions of a plan.</summary>
    public required int Key { get; init; }

    /// <summary>市民生活必需</summary>
    public required string Name { get; init; }

    public PassSubject Subject { get; init; }

    /// <summary>Natural days of a cycle: today and the days before it. 1 is today alone.</summary>
    public int CycleDays { get; init; } = 1;

    /// <summary>Outs within a cycle; <see cref="PassRules.NoLimit"/> or <see cref="PassRules.Barred"/>.</summary>
    public int Times { get; init; }

    public PassDays Days { get; init; }

    /// <summary>Parts of the day in which one may go out; none is all day.</summary>
    public IReadOnlyList<DayHours> Hours { get; init; } = [];

    /// <summary>After so many minutes outside one is late; null where nobody counts them.</summary>
    public int? LongestMinutes { get; init; }

    /// <summary>Which papers are asked for when a pass is issued; empty for none.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>The curfew does not bind it.</summary>
    public bool Exempt { get; init; }

    /// <summary>What holds a pass of this rule for as long as it stands.</summary>
    public IReadOnlyList<PassVoid> Voids { get; init; } = [];
}

/// <summary>Times of day as HH:mm, the way gates and browsers read them.</summary>
internal sealed class HourMinuteJson : JsonConverter<TimeOnly>
{
    private const string Shape = "HH:mm";

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeOnly.TryParseExact(reader.GetString(), Shape, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time
            : throw new JsonException("A time of day is written HH:mm.");

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Shape, CultureInfo.InvariantCulture));
}
