using System.Globalization;
using System.Linq.Expressions;
using SafeIsle.Gates.Passes;
using SafeIsle.Plans;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Text;

namespace SafeIsle.Gates.Log;

/// <summary>A group of passages that somebody looks after.</summary>
public enum LogOnly
{
    /// <summary>发热</summary>
    Hot,

    /// <summary>和规则不一致</summary>
    Differs,

    /// <summary>有备注</summary>
    Noted,

    /// <summary>更正的、被更正的</summary>
    Corrected,

    /// <summary>同一编号、内容不同</summary>
    Conflict,
}

/// <summary>The order of the log.</summary>
public enum LogSort
{
    /// <summary>最近的在前</summary>
    Newest,

    /// <summary>最早的在前</summary>
    Oldest,

    /// <summary>按房屋</summary>
    Dwelling,

    /// <summary>体温从高到低</summary>
    Hottest,
}

/// <summary>Which passages are meant; the log, its print and its export read the same address.</summary>
public sealed record LogFilter
{
    /// <summary>Days in one look.</summary>
    public const int MostDays = 31;

    private const int MostWords = 40;

    /// <summary>First and last day, both belong to it.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    /// <summary>More days were asked for than <see cref="MostDays"/>: the first ones are shown, and the page says so.</summary>
    public bool Shortened { get; init; }

    public Guid? Gate { get; init; }
    public PassDirection? Way { get; init; }
    public PassVerdict? Did { get; init; }
    public ScanBy? How { get; init; }
    public LogOnly? Only { get; init; }

    /// <summary>A part of each day; one that spans midnight ends on the next morning.</summary>
    public DayHours? Hours { get; init; }

    /// <summary>Part of a dwelling or a note, or a pass's number of 8 digits.</summary>
    public string Words { get; init; } = "";

    public LogSort Sort { get; init; }

    /// <summary>Whether anything but the days narrows it.</summary>
    public bool Any => this with { Sort = LogSort.Newest, Shortened = false } != new LogFilter { From = From, To = To };

    /// <summary>Reads an address; what it does not understand it leaves out. Without days: today.</summary>
    public static LogFilter Read(Func<string, string?> query, DateOnly today)
    {
        // One day in the address is both ends.
        var only = Day(query("day"));
        var from = only ?? Day(query("from")) ?? Day(query("to")) ?? today;
        var to = only ?? Day(query("to")) ?? from;
        (from, to) = from <= to ? (from, to) : (to, from);
        var (since, till) = (Time(query("since")), Time(query("till")));
        return new()
        {
            From = from,
            To = to.DayNumber - from.DayNumber < MostDays ? to : from.AddDays(MostDays - 1),
            Shortened = to.DayNumber - from.DayNumber >= MostDays,
            Gate = Guid.TryParse(query("gate"), out var gate) ? gate : null,
            Way = Member<PassDirection>(query("way")),
            Did = Member<PassVerdict>(query("did")),
            How = Member<ScanBy>(query("how")),
            Only = Member<LogOnly>(query("only")),
            Hours = since != till ? new(since ?? TimeOnly.MinValue, till ?? TimeOnly.MinValue) : null,
            Words = ChineseText.Cut(ChineseText.Clean(query("q")), MostWords),
            Sort = Member<LogSort>(query("sort")) ?? LogSort.Newest,
        };
    }

    /// <summary>The same as an address holds it, with question mark.</summary>
    public QueryString Query => QueryString.Create(new Dictionary<string, string?>
    {
        ["from"] = From.Iso(), ["to"] = To.Iso(), ["gate"] = Gate?.ToString(), ["way"] = Way?.ToString(), ["did"] = Did?.ToString(), ["how"] = How?.ToString(),
        ["only"] = Only?.ToString(), ["since"] = Hours?.From.ToString("HH:mm", CultureInfo.InvariantCulture),
        ["till"] = Hours?.To.ToString("HH:mm", CultureInfo.InvariantCulture), ["q"] = Words, ["sort"] = Sort == LogSort.Newest ? null : Sort.ToString(),
    }.Where(pair => !string.IsNullOrEmpty(pair.Value)));

    /// <summary>The scans that are meant, in no order.</summary>
    /// <param name="fever">Tenths of a degree, see <see cref="GatePlan.FeverTenths"/>.</param>
    public IQueryable<GateScan> Of(Db db, Me me, long community, int fever)
    {
        var (from, to) = (Start(From), Start(Hours is null ? To.AddDays(1) : To.AddDays(2)));
        var rows = db.GateScans.Within(me).Where(s => s.CommunityId == community && s.At >= from && s.At < to);
        rows = Hours is { } hours ? rows.Where(InHours(hours)) : rows;
        rows = Gate is { } gate ? rows.Where(s => s.GateId == gate) : rows;
        rows = Way is { } way ? rows.Where(s => s.Direction == way) : rows;
        // What was taken back counts in no figure, so it stands in no list that a figure leads to.
        rows = (Did is null && Only is not (LogOnly.Hot or LogOnly.Differs)) || Only is LogOnly.Corrected or LogOnly.Conflict ? rows : rows.Where(s => s.VoidAt == null);
        rows = Did is { } did ? rows.Where(s => s.Verdict == did) : rows;
        rows = How is { } how ? rows.Where(s => s.How == how) : rows;
        var scans = db.GateScans;
        rows = Only switch
        {
            LogOnly.Hot => rows.Where(s => s.Tenths >= fever),
            LogOnly.Differs => rows.Where(s => s.Differs),
            LogOnly.Noted => rows.Where(s => s.Note != ""),
            LogOnly.Corrected => rows.Where(s => s.Mark != ScanMark.Conflict && s.Mark != ScanMark.Wiped && (s.VoidAt != null || s.AboutId != null)),
            LogOnly.Conflict => rows.Where(s => s.Mark == ScanMark.Conflict
                || scans.Any(o => o.CommunityId == community && o.AboutId == s.Id && o.Mark == ScanMark.Conflict)),
            null => rows,
        };
        if (Words.Length == 0)
        {
            return rows;
        }

        var number = PassNumber.Read(Words) is { Refused: false } read ? read.Value : -1;
        var passes = db.Passes;
        return rows.Where(s => s.Dwelling.Contains(Words) || s.Note.Contains(Words)
            || passes.Any(p => p.CommunityId == community && p.Number == number && p.Id == s.PassId));
    }

    public IOrderedQueryable<GateScan> Sorted(IQueryable<GateScan> rows) => Sort switch
    {
        LogSort.Newest => rows.OrderByDescending(s => s.At).ThenBy(s => s.Id),
        LogSort.Oldest => rows.OrderBy(s => s.At).ThenBy(s => s.Id),
        LogSort.Dwelling => rows.OrderBy(s => s.Dwelling == "").ThenBy(s => s.Dwelling).ThenByDescending(s => s.At).ThenBy(s => s.Id),
        LogSort.Hottest => rows.OrderByDescending(s => s.Tenths ?? 0).ThenByDescending(s => s.At).ThenBy(s => s.Id),
    };

    // Times are kept as instants, so the hours of each day are a span of their own.
    private Expression<Func<GateScan, bool>> InHours(DayHours hours)
    {
        var row = Expression.Parameter(typeof(GateScan), "s");
        var at = Expression.Property(row, nameof(GateScan.At));
        var days = Enumerable.Range(0, To.DayNumber - From.DayNumber + 1).Select(From.AddDays);
        var spans = days.Select(day => Expression.AndAlso(
            Expression.GreaterThanOrEqual(at, Expression.Constant(Start(day, hours.From))),
            Expression.LessThan(at, Expression.Constant(Start(hours.To > hours.From ? day : day.AddDays(1), hours.To)))));
        return Expression.Lambda<Func<GateScan, bool>>(spans.Aggregate(Expression.OrElse), row);
    }

    private static DateTimeOffset Start(DateOnly day, TimeOnly time = default) => Clock.FromHere(day.ToDateTime(time));

    private static DateOnly? Day(string? text) =>
        text is not null && Clock.ReadDay(text) is { Year: > 2000 and < 2200 } day ? day : null;

    private static TimeOnly? Time(string? text) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    // Enum.TryParse also takes numbers, which no link of ours holds.
    private static TEnum? Member<TEnum>(string? text)
        where TEnum : struct, Enum =>
        text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse<TEnum>(text, out var value) && Enum.IsDefined(value) ? value : null;
}
