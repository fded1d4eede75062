using SafeIsle.Platform.Access;

namespace SafeIsle.Households.Export;

/// <summary>What must happen before a list leaves the product, from least to most.</summary>
public enum ExportNeed
{
    Nothing,

    /// <summary>What it is for, in words.</summary>
    Reason,

    /// <summary>A reason, and somebody else who agrees.</summary>
    SecondPerson,

    Refused,
}

/// <summary>How many people a role may take out at once. Each limit is the largest number that still passes.</summary>
/// <param name="Free">Without being asked.</param>
/// <param name="WithReason">With a reason.</param>
/// <param name="WithSecond">With a reason and a second person.</param>
/// <param name="Full">Whether ID numbers and phones may be taken out whole; otherwise always masked.</param>
public sealed record ExportLimit(Role Role, int Free, int WithReason, int WithSecond, bool Full)
{
    /// <summary>Of lists that tell where people went: their step is the first one, and beyond it a second person agrees.</summary>
    public ExportLimit ForWhereabouts => this with { WithReason = Free };
}

/// <summary>
/// Limits on lists that leave the product. The steps are those of the criminal law on personal information: 50 whereabouts, 500 records
/// of health or dwelling, 5,000 others (法释〔2017〕10号 第五条).
/// </summary>
public static class ExportRules
{
    /// <summary>How long an agreed export may be fetched.</summary>
    public static readonly TimeSpan KeepFor = TimeSpan.FromHours(24);

    /// <summary>Whereabouts that one person takes out without a second one are counted together for so long.</summary>
    public static readonly TimeSpan CountedFor = TimeSpan.FromHours(24);

    /// <summary>The limits of each role.</summary>
    public static readonly IReadOnlyList<ExportLimit> Limits =
    [
        new(Role.Field, 50, 50, 50, Full: false),
        new(Role.Partner, 50, 50, 50, Full: false),
        new(Role.Overseer, 50, 50, 50, Full: false),
        new(Role.Committee, 50, 500, 5_000, Full: true),
        // Keeps accounts, not people: agrees to what others ask for, and takes out no list of persons.
        new(Role.Administrator, 0, 0, 0, Full: false),
    ];

    /// <summary>The widest of the limits of the roles that a person holds at a place.</summary>
    public static ExportLimit Of(IEnumerable<Role> roles) =>
        Limits.Where(limit => roles.Contains(limit.Role)).MaxBy(limit => limit.WithSecond) ?? new(Role.Field, 0, 0, 0, Full: false);

    /// <param name="people">How many people the list holds; 0 for a list without people.</param>
    public static ExportNeed Need(ExportLimit limit, int people) =>
        people <= limit.Free ? ExportNeed.Nothing
        : people <= limit.WithReason ? ExportNeed.Reason
        : people <= limit.WithSecond ? ExportNeed.SecondPerson
        : ExportNeed.Refused;

    /// <summary>The sentence that goes with it.</summary>
    public static string Sentence(ExportLimit limit, int people) => Need(limit, people) switch
    {
        ExportNeed.Nothing => people == 0 ? "这份清单里没有人员信息，可以直接导出。" : $"共 {people} 人，不超过 {limit.Free} 人，可以直接导出。",
        ExportNeed.Reason => $"共 {people} 人，超过 {limit.Free} 人，请写明用途。",
        ExportNeed.SecondPerson => $"共 {people} 人，超过 {limit.WithReason} 人：请写明用途，并由居委会的另一位同事或管理员同意后才能取走。",
        ExportNeed.Refused => limit.WithSecond == 0
            ? "这个岗位不能导出人员清单；确有需要请由居委会导出。"
            : limit.WithSecond <= limit.Free
            ? $"共 {people} 人，这个岗位一次最多导出 {limit.Free} 人；请缩小范围（例如一栋楼），或请居委会导出。"
            : $"共 {people} 人，超过 {limit.WithSecond} 人，不能一次导出；请按楼栋或人群分几次导出。",
    };
}
