using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace SafeIsle.Plans;

/// <summary>What an order made by the plan binds.</summary>
public enum PlanScope
{
    /// <summary>楼栋或单元</summary>
    Building,

    /// <summary>一户人家</summary>
    Household,

    /// <summary>小区: closes no building; its rules bind whoever passes the gates.</summary>
    Compound,
}

/// <summary>事前、事中、事后: the three parts of a run sheet and of the chain.</summary>
public enum Stage
{
    Before,
    During,
    After,
}

/// <summary>From which instant a step's minutes are counted.</summary>
public enum StepClock
{
    /// <summary>下令: when the order was entered.</summary>
    Order,

    /// <summary>每个检测日: the step is done once for each test day, counted from the beginning of that day.</summary>
    TestDay,

    /// <summary>封控期满</summary>
    ClosedEnd,

    /// <summary>管理期满, or the lifting when that is earlier.</summary>
    End,
}

/// <summary>What a response plan says: data that differs between diseases, cities and years, never an <c>if</c>. Stored as JSON.</summary>
public sealed record PlanBody
{
    public required PlanScope Scope { get; init; }

    /// <summary>When to use it, in a sentence or two.</summary>
    public required string Purpose { get; init; }

    /// <summary>封控: nobody leaves; periods of 24 hours from the start.</summary>
    public required int ClosedDays { get; init; }

    /// <summary>健康管理: follows the closed days.</summary>
    public required int MonitoredDays { get; init; }

    /// <summary>Days of sampling, 1 is the first closed day; ascending.</summary>
    public required IReadOnlyList<int> TestDays { get; init; }

    /// <summary>When each household reports its temperatures, every day.</summary>
    public required IReadOnlyList<ReportWindow> ReportWindows { get; init; }

    /// <summary>Degrees Celsius from which a temperature counts as fever.</summary>
    public required decimal FeverCelsius { get; init; }

    /// <summary>As the shipped plans say, in tenths: where no plan is at hand (decision 13).</summary>
    public const int UsualFeverTenths = 373;

    /// <summary>The same in tenths of a degree, as temperatures are kept.</summary>
    [JsonIgnore]
    public int FeverTenths => (int)Math.Round(FeverCelsius * 10);

    public required IReadOnlyList<RunStep> RunSheet { get; init; }

    /// <summary>Who is looked after first, the most urgent group first (突发事件应对法 11).</summary>
    public required IReadOnlyList<PriorityGroup> Groups { get; init; }

    /// <summary>Who has to be told, and by what means.</summary>
    public required IReadOnlyList<string> Tell { get; init; }

    public required PlanTemplates Templates { get; init; }

    /// <summary>What passes let their bearers do; empty where nobody asks for passes. Plans of before there were rules have none.</summary>
    public IReadOnlyList<PassRule> PassRules { get; init; } = [];

    /// <summary>夜间限制出入: nobody goes out but by a rule that is exempt; null for no curfew.</summary>
    public DayHours? Curfew { get; init; }

    /// <summary>
    /// Days for which the gates' passages and the data of visitors are kept after their day. Where people went is sensitive and kept no
    /// longer than needed (个人信息保护法 19、28, 突发事件应对法 85); the six months of 网络安全法 21 are for the operation log.
    /// </summary>
    public int GateRecordDays { get; init; } = UsualGateRecordDays;

    /// <summary>
    /// As long as the longest cycle of a rule and as the search for contacts of one incubation reach back, and longer than a complaint takes.
    /// Plans of before say nothing and mean this.
    /// </summary>
    public const int UsualGateRecordDays = 30;

    /// <summary>行程核验; null where the plan says nothing of it.</summary>
    public TravelPlan? Travel { get; init; }

    /// <summary>Days for which lists from above and tips are kept after they came, at the longest (个人信息保护法 19).</summary>
    public int ScreeningRecordDays { get; init; } = UsualScreeningRecordDays;

    /// <summary>As long as two incubations and the questions that follow. Plans of before say nothing and mean this.</summary>
    public const int UsualScreeningRecordDays = 30;

    /// <summary>What each step of the ladder of measures on one person means, the strictest first. Plans of before mean the usual one.</summary>
    public IReadOnlyList<MeasureRule> Ladder { get; init; } = MeasureLadder.Usual;

    /// <summary>By when of each day what measures ask for is done. Plans of before mean the usual hours.</summary>
    public DailyTimes Times { get; init; } = DailyTimes.Usual;

    /// <summary>How often a day the corridors of what an order closes are disinfected; 0 for never. Plans of before say nothing and mean once.</summary>
    public int CorridorPerDay { get; init; } = 1;

    /// <summary>How a missing report rises, of a closed building and of somebody under a measure.</summary>
    public ReportChase Chase { get; init; } = ReportChase.Usual;

    /// <summary>Days after its end for which a measure is shown without a reason; later, whoever looks says why.</summary>
    public int MeasureShownDays { get; init; } = UsualMeasureShownDays;

    /// <summary>One incubation.</summary>
    public const int UsualMeasureShownDays = 14;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is no plan.</exception>
    public static PlanBody FromJson(string json) => JsonSerializer.Deserialize<PlanBody>(json, Json) ?? throw new JsonException("empty");

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>The roles that the run sheet names, each once, in the order in which they are first needed.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Roles => [.. RunSheet.Select(s => s.Role).Distinct(StringComparer.Ordinal)];
}

/// <summary>A part of the day in which temperatures are reported: 早 06:30–09:00.</summary>
public sealed record ReportWindow(string Name, TimeOnly From, TimeOnly To);

/// <summary>One line of the run sheet. Due at: the clock's instant + <see cref="Minutes"/> + <see cref="TargetSeconds"/>.</summary>
/// <param name="Task">What is to be done; for test days {天} stands for the day.</param>
/// <param name="Role">Who does it, as duty titles say: 物业经理.</param>
/// <param name="Minutes">Negative: before that instant.</param>
/// <param name="TargetSeconds">How long it may take, where the plan promises that: roster 60 s, group 10 minutes, tests 2 hours.</param>
/// <param name="BeforeLifting">Must be ticked before the order is lifted.</param>
/// <param name="ReadsCare">Whoever has the task reads the list of people to look after first with names, phones and medicines while it is open.</param>
/// <param name="Key">By which the product finds a step that it knows, see <see cref="GroupKey"/>; null for any other. Kept when the plan is edited.</param>
public sealed record RunStep(
    Stage Stage, string Task, string Role, StepClock Clock, int Minutes, int? TargetSeconds = null, bool BeforeLifting = false,
    bool ReadsCare = false, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Key = null)
{
    /// <summary>建楼组群: by when the building's group has to stand.</summary>
    public const string GroupKey = "group";
}

/// <summary>People to be looked after first: whoever has one of the tags, or is of that age, or cannot be reached by phone.</summary>
/// <param name="Need">What they need from the first hour on.</param>
/// <param name="Tags">Codes of care tags.</param>
/// <param name="AgeBelow">Younger than that many years.</param>
/// <param name="AgeFrom">That many years or older.</param>
/// <param name="NoPhone">The whole household has no phone number in the register.</param>
public sealed record PriorityGroup(
    string Name, string Need, IReadOnlyList<string> Tags, int? AgeBelow = null, int? AgeFrom = null, bool NoPhone = false);

/// <summary>The texts of the notices, with placeholders in braces (see <see cref="PlanText"/>); each line is a paragraph.</summary>
public sealed record PlanTemplates
{
    /// <summary>What hangs on the door.</summary>
    public required string DoorNotice { get; init; }

    /// <summary>How to object to the decision; stands below every door notice (传染病防治法, 行政复议).</summary>
    public required string Objection { get; init; }

    /// <summary>What hangs on the door when it is over.</summary>
    public required string LiftingNotice { get; init; }

    /// <summary>What people who are away are told by phone or message.</summary>
    public required string AwayMessage { get; init; }
}
