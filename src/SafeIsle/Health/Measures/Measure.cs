using SafeIsle.Households;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Data;

namespace SafeIsle.Health.Measures;

/// <summary>How a measure ended.</summary>
public enum MeasureEnd
{
    /// <summary>解除: days, tests and verification held, or released before with a reason.</summary>
    Released,

    /// <summary>转为: another kind followed in the same act.</summary>
    Moved,

    /// <summary>登记里没有这个人了: moved away, died, or entered twice, and the other entry has one of its own.</summary>
    Left,
}

/// <summary>
/// 措施: what one person is asked to do by decision of an authority, from when, for how many days, on what ground and how to object
/// (传染病防治法 41、58). The row keeps what was decided, whatever becomes of the plan; one is open for a person at a time.
/// </summary>
public sealed class Measure : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Of the person's home, wherever she is kept; while it is open it goes with her.</summary>
    public required Guid BuildingId { get; init; }

    public required Guid DwellingId { get; set; }
    public required Guid HouseholdId { get; init; }
    public required Guid PersonId { get; set; }

    /// <summary>38号楼2单元501室, as it was called then, or when she moved there.</summary>
    public required string Dwelling { get; init; }

    /// <summary>As it was called then.</summary>
    public required string Name { get; init; }

    public required MeasureKind Kind { get; init; }

    /// <summary>The version of the plan by which it was opened: its report windows and terms go on to count.</summary>
    public required Guid PlanId { get; init; }

    public required string Authority { get; init; }
    public required string DocumentNumber { get; init; }
    public required string Basis { get; init; }
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>Periods of 24 hours from the start; longer after an extension.</summary>
    public required DateTimeOffset Until { get; set; }

    /// <summary>A place by name, where she is not at home; empty: at home.</summary>
    public required string Place { get; init; }

    /// <summary>Those who live with her keep to it, too.</summary>
    public required bool CoResidents { get; init; }

    public required GoingOut Out { get; init; }
    public required PassHold Passes { get; init; }

    /// <summary>See <see cref="MeasureRule.Reports"/>.</summary>
    public required int Reports { get; init; }

    public TimeOnly? CallBy { get; init; }
    public required int SpotEvery { get; init; }
    public required int CorridorPerDay { get; init; }

    /// <summary>What she keeps to, a line each.</summary>
    public required string Terms { get; init; }

    /// <summary>How to object, as the notice says it.</summary>
    public required string Objection { get; init; }

    /// <summary>JSON of <see cref="MeasureContacts"/>, sealed: names and phones of those who answer, and of the employer.</summary>
    public byte[]? ContactsSealed { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Display name.</summary>
    public required string OpenedBy { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
    public MeasureEnd? EndedHow { get; set; }
    public string EndedBy { get; set; } = "";

    /// <summary>Of the decision that ended it.</summary>
    public string EndDocument { get; set; } = "";

    /// <summary>Why it ended before what it asks for was there; empty where everything was.</summary>
    public string EndWhy { get; set; } = "";

    /// <summary>Who verified at the door that it may end, as that person is called.</summary>
    public string VerifiedBy { get; set; } = "";

    /// <summary>Keyed hash of the code on the certificate; null without one.</summary>
    public long? CertificateHash { get; set; }

    public bool AtHome => Place.Length == 0;

    /// <summary>
    /// From when somebody is asked for something under it: of what lies before the hour at which it was entered nobody knew. Its start is told to
    /// the minute, so that one entered within that minute asks from its start.
    /// </summary>
    public DateTimeOffset AsksFrom => OpenedAt - StartsAt < TimeSpan.FromMinutes(1) ? StartsAt : OpenedAt;

    /// <summary>The day that the date falls on, see <see cref="MeasureRules.DateOf"/>: 1 on the date of its start.</summary>
    public int DayAt(DateTimeOffset now) => now.DateHere().DayNumber - StartsAt.DateHere().DayNumber + 1;

    public int Days => MeasureRules.Days(StartsAt, Until);

    public DateOnly LastDay => MeasureRules.LastDay(StartsAt, Until);
}

/// <summary>Who answers, as the notice names them (居家健康监测告知书).</summary>
/// <param name="Officer">街道干部及电话</param>
/// <param name="Worker">网格员、社工及电话</param>
/// <param name="Employer">所在单位、联系人及电话</param>
/// <param name="Doctor">社区医生及电话</param>
public sealed record MeasureContacts(string Officer, string Worker, string Employer, string Doctor = "");

/// <summary>延长: by whom, why, from which end to which. A measure is never shortened by such a row.</summary>
public sealed class MeasureChange : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid MeasureId { get; init; }
    public required DateTimeOffset OldUntil { get; init; }
    public required DateTimeOffset NewUntil { get; init; }
    public required string Why { get; init; }
    public required string Authority { get; init; }
    public required string DocumentNumber { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
}

/// <summary>A day of sampling, of the person herself or of one who lives with her and is bound, too.</summary>
public sealed class MeasureTest : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid MeasureId { get; init; }

    /// <summary>Whose sample it is.</summary>
    public required Guid PersonId { get; set; }

    /// <summary>Of the measure, 1 is the first.</summary>
    public required int Day { get; init; }

    /// <summary>Date in Shanghai.</summary>
    public required DateOnly OnDate { get; init; }

    /// <summary>Null: nothing was entered yet.</summary>
    public bool? Negative { get; set; }

    public DateTimeOffset? EnteredAt { get; set; }
    public string EnteredBy { get; set; } = "";
}

/// <summary>How somebody felt when called.</summary>
public enum Mood
{
    /// <summary>没有问</summary>
    NotAsked,

    /// <summary>平稳</summary>
    Calm,

    /// <summary>着急、睡不好</summary>
    Anxious,

    /// <summary>低落</summary>
    Low,

    /// <summary>需要心理援助</summary>
    NeedsSupport,
}

/// <summary>What came of a call, a knock or a look whether somebody is at home.</summary>
public enum CallOutcome
{
    /// <summary>正常</summary>
    Fine,

    /// <summary>有情况</summary>
    Trouble,

    /// <summary>没人接、没人应门</summary>
    NoAnswer,

    /// <summary>不在家</summary>
    NotThere,
}

/// <summary>One contact with the person under a measure: the daily call, a question after a missing report, a knock, a spot check.</summary>
public sealed class MeasureCall : IInBuilding
{
    public required long CommunityId { get; init; }

    /// <summary>Of the form that brought it, so that one sent twice is one; a new one for a try, which is known by its own id.</summary>
    public required Guid Id { get; init; }

    public required Guid BuildingId { get; init; }
    public required Guid MeasureId { get; init; }

    /// <summary>Code of the kind of thing to do, see <see cref="MeasureTodos"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Date in Shanghai.</summary>
    public required DateOnly Day { get; init; }

    public required CallOutcome Outcome { get; init; }
    public required Mood Mood { get; init; }

    /// <summary>What was said or is needed, sealed.</summary>
    public byte[]? NoteSealed { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
}

/// <summary>异议: what the person (or somebody for her) says against the measure, and what she was answered.</summary>
public sealed class MeasureObjection : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid MeasureId { get; init; }
    public required byte[] TextSealed { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }
    public byte[]? AnswerSealed { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public string AnsweredBy { get; set; } = "";
}

/// <summary>
/// 外出就医的申请: asked by the person or for her, allowed or refused by the committee with who goes along. That she left and came back is
/// on the slip that lets her out at the gate.
/// </summary>
public sealed class MeasureTrip : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid MeasureId { get; init; }
    public required string Destination { get; init; }
    public required DateTimeOffset WishedAt { get; init; }

    /// <summary>What for, sealed.</summary>
    public required byte[] WhySealed { get; init; }

    public required DateTimeOffset At { get; init; }
    public required string By { get; init; }

    /// <summary>Null while nobody decided.</summary>
    public bool? Allowed { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }
    public string DecidedBy { get; set; } = "";

    /// <summary>Who goes along; with what.</summary>
    public string Companion { get; set; } = "";

    /// <summary>Why not; empty when allowed.</summary>
    public string Refusal { get; set; } = "";
}

/// <summary>Where somebody is brought.</summary>
public enum ReferralTo
{
    /// <summary>发热门诊</summary>
    FeverClinic,

    /// <summary>集中观察点</summary>
    Central,

    /// <summary>其他医院</summary>
    Hospital,
}

/// <summary>转运: who asked, who fetched, when left and arrived, who went along, what came of it, and whether it was disinfected after.</summary>
public sealed class Referral : IInBuilding
{
    public required long CommunityId { get; init; }
    public required Guid Id { get; init; }
    public required Guid BuildingId { get; init; }
    public required Guid MeasureId { get; init; }
    public required ReferralTo Kind { get; init; }

    /// <summary>By name: 浦东医院发热门诊.</summary>
    public required string Place { get; init; }

    /// <summary>Why, sealed.</summary>
    public required byte[] WhySealed { get; init; }

    public required string AskedBy { get; init; }
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Display name of who entered it.</summary>
    public required string By { get; init; }

    /// <summary>Crew or vehicle.</summary>
    public string FetchedBy { get; set; } = "";

    public string Along { get; set; } = "";
    public DateTimeOffset? LeftAt { get; set; }
    public DateTimeOffset? ArrivedAt { get; set; }

    /// <summary>When she was back at home; null while she is away, and for good after central observation. See <see cref="KeptAtHome"/>.</summary>
    public DateTimeOffset? BackAt { get; set; }

    /// <summary>When somebody proposed to close the building because of it; null while nobody did.</summary>
    public DateTimeOffset? ClosingAskedAt { get; set; }

    /// <summary>Display name.</summary>
    public string ClosingAskedBy { get; set; } = "";

    /// <summary>What came of it, sealed.</summary>
    public byte[]? OutcomeSealed { get; set; }

    public DateTimeOffset? OutcomeAt { get; set; }

    /// <summary>When home and corridor were disinfected after it; null while they wait for it.</summary>
    public DateTimeOffset? CleanedAt { get; set; }

    public string CleanedBy { get; set; } = "";
}
