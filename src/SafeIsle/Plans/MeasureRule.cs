namespace SafeIsle.Plans;

/// <summary>
/// The ladder of what one person may be asked to do, the strictest first (医学观察、健康监测 by the rules of the State Council's joint
/// mechanism, eighth edition to 新十条). What each step means in days and duties is data, see <see cref="MeasureRule"/>.
/// </summary>
public enum MeasureKind
{
    /// <summary>集中医学观察</summary>
    CentralObservation,

    /// <summary>居家隔离医学观察</summary>
    HomeIsolation,

    /// <summary>严格居家健康监测</summary>
    StrictHomeMonitoring,

    /// <summary>居家健康监测</summary>
    HomeMonitoring,

    /// <summary>健康监测，两点一线</summary>
    Monitoring,

    /// <summary>自我健康监测</summary>
    SelfMonitoring,
}

/// <summary>Whether the person may leave the place.</summary>
public enum GoingOut
{
    /// <summary>不得外出: only to the doctor, approved and accompanied.</summary>
    Never,

    /// <summary>非必要不外出，外出先申报</summary>
    Asked,

    /// <summary>可以外出</summary>
    Free,
}

/// <summary>Whose passes do not count for as long as the measure lasts, where the pass rule names <see cref="PassVoid.Isolation"/>.</summary>
public enum PassHold
{
    None,

    /// <summary>Passes of that person alone.</summary>
    Person,

    /// <summary>All passes of the household.</summary>
    Household,
}

/// <summary>What a plan asks of somebody under one step of the ladder; the form of opening a measure proposes it.</summary>
public sealed record MeasureRule
{
    public required MeasureKind Kind { get; init; }

    /// <summary>Periods of 24 hours from the start.</summary>
    public required int Days { get; init; }

    /// <summary>Days of sampling, 1 is the first; ascending.</summary>
    public IReadOnlyList<int> TestDays { get; init; } = [];

    public required GoingOut Out { get; init; }

    /// <summary>同住人一并不得外出、同步检测</summary>
    public bool CoResidents { get; init; }

    public PassHold Passes { get; init; }

    /// <summary>How many of the plan's report windows bind, from the first on; 0 where nobody reports.</summary>
    public int Reports { get; init; }

    /// <summary>By when somebody calls every day; null where nobody does.</summary>
    public TimeOnly? CallBy { get; init; }

    /// <summary>On average each is looked for at home once in so many days; 0 for never.</summary>
    public int SpotEvery { get; init; }

    /// <summary>How often a day the corridor is disinfected; 0 where it is not.</summary>
    public int CorridorPerDay { get; init; }

    /// <summary>What the notice says one has to keep to, a line each.</summary>
    public required string Terms { get; init; }
}

/// <summary>By when of its day what measures ask for is done.</summary>
/// <param name="TestBy">A test was taken.</param>
/// <param name="SpotBy">Somebody looked whether people are at home.</param>
/// <param name="RubbishBy">Rubbish was fetched at the doors of those who may not go out; the home is told the hour.</param>
public sealed record DailyTimes(TimeOnly TestBy, TimeOnly SpotBy, TimeOnly RubbishBy)
{
    public static readonly DailyTimes Usual = new(new(18, 0), new(20, 0), new(18, 0));
}

/// <summary>How a missing report or an alert rises: minutes after the window, or after the alert, for which somebody calls at once.</summary>
/// <param name="CallMinutes">Then somebody calls, where a report is missing.</param>
/// <param name="KnockMinutes">Then somebody knocks, if there is still nothing.</param>
/// <param name="MessageMinutes">Before both a short message goes to the household. Plans of before have the usual one.</param>
/// <param name="Calls">After so many calls in a day that nobody took somebody knocks, too.</param>
public sealed record ReportChase(int CallMinutes, int KnockMinutes, int MessageMinutes = ReportChase.UsualMessageMinutes, int Calls = ReportChase.UsualCalls)
{
    public const int UsualCalls = 2;

    /// <summary>Long enough for those who were just about to, and before anybody calls.</summary>
    public const int UsualMessageMinutes = 10;

    public static readonly ReportChase Usual = new(30, 120);
}

/// <summary>The ladder that plans have when they say nothing: values of the ninth edition (2022-06-28) where it names them.</summary>
public static class MeasureLadder
{
    public static readonly IReadOnlyList<MeasureRule> Usual =
    [
        new()
        {
            Kind = MeasureKind.CentralObservation, Days = 7, TestDays = [1, 2, 3, 5, 7], Out = GoingOut.Never, Passes = PassHold.Household, CorridorPerDay = 2,
            Terms = "在指定的地点一人一间，不出房间。\n医务人员每天早晚各量一次体温。",
        },
        new()
        {
            Kind = MeasureKind.HomeIsolation, Days = 7, TestDays = [1, 4, 7], Out = GoingOut.Never, CoResidents = true, Passes = PassHold.Household, Reports = 2,
            CallBy = new(12, 0), SpotEvery = 3, CorridorPerDay = 2,
            Terms = "单人单套；做不到的，住通风的单间、用单独的卫生间，不出房间。\n不出家门，谢绝探访。\n每天早晚各量一次体温，按时上报；不舒服马上打电话。\n生活物资和垃圾由工作人员在门口交接。",
        },
        new()
        {
            Kind = MeasureKind.StrictHomeMonitoring, Days = 7, TestDays = [1, 4, 7], Out = GoingOut.Never, Passes = PassHold.Household, Reports = 2,
            CallBy = new(12, 0), SpotEvery = 3, CorridorPerDay = 2,
            Terms = "单人单户，不出家门，谢绝探访；上门采样。\n每天早晚各量一次体温，按时上报；不舒服马上打电话。",
        },
        new()
        {
            Kind = MeasureKind.HomeMonitoring, Days = 3, TestDays = [3], Out = GoingOut.Asked, Passes = PassHold.Person, Reports = 2, CallBy = new(12, 0), SpotEvery = 3,
            Terms = "住单间，用单独的卫生间；非必要不外出，外出先申报，不乘公交。\n每天早晚各量一次体温，按时上报；不舒服马上打电话。",
        },
        new()
        {
            Kind = MeasureKind.Monitoring, Days = 7, Out = GoingOut.Free, Reports = 1,
            Terms = "只在住处和单位两点一线，不聚集，不去人多的地方。\n每天量一次体温并上报；不舒服马上打电话。",
        },
        new()
        {
            Kind = MeasureKind.SelfMonitoring, Days = 7, Out = GoingOut.Free,
            Terms = "可以正常出行，自己留意体温和身体；不舒服戴好口罩就医，并告诉居委会。",
        },
    ];
}
