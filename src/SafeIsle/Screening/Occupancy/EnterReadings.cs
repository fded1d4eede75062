using Microsoft.EntityFrameworkCore;
using SafeIsle.Households;
using SafeIsle.Households.Tables;
using SafeIsle.Places;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Sheets;
using SafeIsle.Platform.Text;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Screening.Occupancy;

/// <summary>Meter readings of the property manager: typed for one door, or a sheet of many.</summary>
internal static class EnterReadings
{
    /// <summary>Rows of one sheet.</summary>
    public const int MostRows = 20_000;

    /// <summary>Refused rows that the page lists.</summary>
    public const int MostWrong = 200;

    /// <summary>Days back that a reading may be entered for.</summary>
    public const int MostDaysBack = 60;

    // Titles stand above the heading in most sheets.
    private const int HeadingWithin = 10;

    internal static readonly Role[] MayEnter = [Role.Committee, Role.Field, Role.Partner];

    // What the duty title of a partner who reads meters contains.
    private static readonly string[] Titles = ["物业", "水电", "抄表"];

    /// <summary>The same person with the grants that count here: a partner's only when the duty title says property manager; what a flat uses is nothing for the doctor.</summary>
    internal static Me ForReadings(this Me me) =>
        Titles.Any(t => me.DutyTitle.Contains(t, StringComparison.Ordinal)) ? me : me.Only([Role.Committee, Role.Field]);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/desk/{community:long}/occupancy/dwellings/{id:guid}/readings", TypeAsync).May(HouseholdsModule.MayCall);
        app.MapGet("/desk/{community:long}/occupancy/meters", (long community, HttpContext http, Me me) =>
            me.ForReadings().Is(community, MayEnter) ? Show(community, FormInput.Empty, null) : NotForYou(http)).May(MayEnter);
        app.MapPost("/desk/{community:long}/occupancy/meters", ImportAsync).May(MayEnter);
        app.MapGet("/desk/{community:long}/occupancy/meters.xlsx", Sample).May(MayEnter);
    }

    internal static string Path(long community) => $"/desk/{community}/occupancy/meters";

    private static IResult NotForYou(HttpContext http)
    {
        http.Features.Set(new Refusal("水电气表的读数由居委会、网格员和物业登记；是物业的，请让居委会在账号的岗位里写明“物业”。"));
        return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
    }

    private static IResult Show(long community, FormInput form, TakenReadings? taken) => Page.Of<EnterReadingsPage>(
        new { Community = community, Form = form, Taken = taken }, form.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> TypeAsync(
        long community, Guid id, FormInput form, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        if (await ShowOccupancy.FindAsync(db, me, community, id, cancel) is not { } dwelling)
        {
            return TypedResults.NotFound();
        }

        var kind = form.RequiredChoice<MeterKind>("meter", "哪个表");
        var reading = MeterRules.Read(form.Typed("reading"));
        var on = form.Date("day", "哪天抄的") ?? clock.Today();
        if (reading is null)
        {
            form.Wrong("reading", "读数要填数字，最多三位小数，例如 1234.5。");
        }

        if (WrongDay(on, clock.Today()) is { } wrong)
        {
            form.Wrong("day", wrong);
        }

        if (!form.Ok)
        {
            return await ShowOccupancy.PageAsync(db, me, dwelling, form, clock, cancel);
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var taken = await TakeReadings.SaveAsync(db, [new(0, dwelling, kind, reading!.Value, on)], me.Name, clock.Now(), cancel);
        if (taken.Wrong is [var (_, why)])
        {
            form.Wrong("reading", why);
            await write.DisposeAsync();
            return await ShowOccupancy.PageAsync(db, me, dwelling, form, clock, cancel);
        }

        if (taken.Known > 0)
        {
            return http.Done(ShowOccupancy.Path(community, id), "这次读数已经记过了。");
        }

        write.Record(community, "occupancy.meters", id, $"{dwelling.Label}：记{kind.Name()}读数");
        write.AfterCommit(() => signals.RaiseBuilding(community, dwelling.BuildingId));
        await write.CommitAsync(cancel);
        return http.Done(
            ShowOccupancy.Path(community, id),
            taken.Uses is [var use, ..] ? $"已记下读数。{use.Words}：{MeterRules.Says(use.Sign)}。" : "已记下读数；过几天再抄一次，前后两次就能看出用没用。");
    }

    private static async Task<IResult> ImportAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, Signals signals, TimeProvider clock, CancellationToken cancel)
    {
        var mine = me.ForReadings();
        if (!mine.Is(community, MayEnter))
        {
            return NotForYou(http);
        }

        if (form.Files["file"] is not { } posted)
        {
            form.Wrong("file", "请先选择读数表（.xlsx 或 .csv）。");
            return Show(community, form, null);
        }

        if (posted.Length > SheetLimits.Default.MaxFileBytes)
        {
            form.Wrong("file", SheetRefusal.TooLarge(SheetLimits.Default));
            return Show(community, form, null);
        }

        using var content = new MemoryStream();
        await posted.CopyToAsync(content, cancel);
        var file = CsvFile.ReadEither(content.ToArray(), posted.FileName, SheetLimits.Default);
        if (file.Refused || Columns(file.Value.Sheets.First(s => s.Rows.Count > 0)) is not { } columns)
        {
            form.Wrong("file", file.Refusal ?? "没有找到表头：前 10 行里要有“房屋”“读数”“日期”三列，“表”一列可以没有（没有就当电表）。");
            return Show(community, form, null);
        }

        var rows = file.Value.Sheets.First(s => s.Rows.Count > 0).Rows.Where(r => r.Number > columns.Row).ToList();
        if (rows.Count > MostRows)
        {
            form.Wrong("file", $"一次最多 {MostRows} 行，请分成几个文件。");
            return Show(community, form, null);
        }

        var doors = await DoorsAsync(db, mine, community, cancel);
        var (good, bad) = (new List<NewReading>(), new List<(int Number, string Why)>());
        foreach (var row in rows)
        {
            var read = Read(row, columns, doors, clock.Today());
            if (read.Refused)
            {
                bad.Add((row.Number, read.Refusal!));
            }
            else
            {
                good.Add(read.Value);
            }
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var taken = await TakeReadings.SaveAsync(db, good, me.Name, clock.Now(), cancel);
        if (taken.Added > 0)
        {
            write.Record(community, "occupancy.meters", null, $"导入水电气表读数 {taken.Added} 条");
            write.AfterCommit(() => signals.Raise(Topics.Community(community)));
            await write.CommitAsync(cancel);
        }

        return Show(community, form, taken with { Wrong = [.. bad.Concat(taken.Wrong).OrderBy(w => w.Number)] });
    }

    private static string? WrongDay(DateOnly on, DateOnly today) =>
        on > today || on < today.AddDays(-MostDaysBack) ? $"抄表的日子不能在将来，也不能早于 {MostDaysBack} 天前。" : null;

    private static Outcome<NewReading> Read(SheetRow row, MeterColumns columns, ILookup<(string Building, int Unit, string Room), (Dwelling Dwelling, string Compound)> doors, DateOnly today)
    {
        var text = row[columns.Door].Text;
        if (!DwellingAddress.TryParseDoor(text, out var address))
        {
            return new No($"“{ChineseText.Cut(text, 40, "…")}”读不懂是哪套房屋，请写成 38-2-501。");
        }

        var found = doors[(address.Building, address.Unit, address.Room)].Where(d => address.Compound is null || d.Compound == address.Compound).ToList();
        if (found.Count != 1)
        {
            return new No(found.Count == 0 ? $"底册里没有{address.Label}，或者不归您管。" : $"{address.Label}在几个小区都有，请在前面写上小区名。");
        }

        var kind = columns.Kind is { } at ? MeterRules.Kind(row[at].Text) : MeterKind.Electricity;
        var reading = MeterRules.Read(row[columns.Reading].Text);
        var day = row[columns.Day].Text.Split(' ')[0];
        return kind is null ? new No("“表”要写电、水或气。")
            : reading is null ? new No("读数要填数字，最多三位小数。")
            : Clock.ReadDay(day) is not { } on ? new No("日期读不懂，请写成 2026-03-23。")
            : WrongDay(on, today) is { } wrong ? new No(wrong)
            : new NewReading(row.Number, found[0].Dwelling, kind.Value, reading.Value, on);
    }

    private static async Task<ILookup<(string Building, int Unit, string Room), (Dwelling Dwelling, string Compound)>> DoorsAsync(
        Db db, Me me, long community, CancellationToken cancel)
    {
        var rows = await (
            from d in db.Dwellings.Within(me)
            join b in db.Buildings on new { d.CommunityId, Id = d.BuildingId } equals new { b.CommunityId, b.Id }
            join c in db.Compounds on new { b.CommunityId, Id = b.CompoundId } equals new { c.CommunityId, c.Id }
            where d.CommunityId == community && d.ClosedAt == null
            select new { Dwelling = d, b.Key, Compound = c.Name }).ToListAsync(cancel);
        return rows.ToLookup(r => (r.Key, r.Dwelling.Unit, r.Dwelling.Room), r => (r.Dwelling, r.Compound));
    }

    private static MeterColumns? Columns(Sheet sheet)
    {
        foreach (var row in sheet.Rows.Take(HeadingWithin))
        {
            var words = row.Cells.Select(c => ChineseText.Key(c.Text)).ToList();
            int Find(params string[] any) => words.FindIndex(w => any.Any(a => w.Contains(a, StringComparison.Ordinal)));
            var (door, reading, day, kind) = (Find("房屋", "房号", "地址", "门牌"), Find("读数", "示数"), Find("日期", "抄表日"), words.FindIndex(w => w is "表" or "表类型" or "类型"));
            if (door >= 0 && reading >= 0 && day >= 0)
            {
                return new(row.Number, door, reading, day, kind >= 0 ? kind : null);
            }
        }

        return null;
    }

    private static IResult Sample(long community, TimeProvider clock)
    {
        var file = new MemoryStream();
        using (var writer = new SheetWriter(file))
        {
            writer.Sheet("读数", [new("房屋", 20), new("表", 10), new("读数", 12), new("日期", 14)]);
            writer.Row("38-2-501", "电", 1234.5m, clock.Today().AddDays(-1));
            writer.Row("38-2-501", "电", 1240.7m, clock.Today());
        }

        return ShowRoster.SheetFileOf(file, "读数表.xlsx");
    }

    private sealed record MeterColumns(int Row, int Door, int Reading, int Day, int? Kind);
}
