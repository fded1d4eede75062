using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SafeIsle.Platform;
using SafeIsle.Platform.Access;
using SafeIsle.Platform.Data;
using SafeIsle.Platform.Ui;

namespace SafeIsle.Grids;

/// <summary>Divides the community into grids: a preview with the numbers, moved by hand, then applied from a day on.</summary>
internal static class SplitGrids
{
    /// <summary>Days from today within which a division begins.</summary>
    public const int MostAhead = 366;

    /// <summary>The buttons that move a boundary, each with the cuts as they are then.</summary>
    internal const string Move = "move";

    /// <summary>The button that divides anew.</summary>
    internal const string Count = "count";

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/{community:long}/grids/split", PreviewAsync).May(Role.Committee);
        app.MapPost("/desk/{community:long}/grids/split", ApplyAsync).May(Role.Committee);
    }

    internal static string Path(long community) => $"{ListGrids.Path(community)}/split";

    private static async Task<IResult> PreviewAsync(
        long community, string? n, string? by, string? cuts, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var ground = await GridGround.LoadAsync(db, me, community, cancel);
        var weight = Enum.TryParse<GridWeight>(by, out var chosen) && Enum.IsDefined(chosen) ? chosen : GridWeight.Households;
        var grids = int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is >= 1 and <= SplitRules.MostGrids ? asked : (int?)null;
        var moved = Read(cuts);
        var shown = SplitRules.AreCuts(moved, ground.Pieces.Count) ? moved : grids is { } many ? SplitRules.Cuts(ground.Pieces, many, weight) : [];
        var seen = await NewestAsync(db, community, cancel);
        return Page.Of<SplitGridsPage>(Parts(community, ground, grids ?? (shown.Count > 0 ? shown.Count : null), weight, shown, FormInput.Empty, clock.Today(), seen));
    }

    private static async Task<IResult> ApplyAsync(
        long community, FormInput form, HttpContext http, Db db, Me me, TimeProvider clock, CancellationToken cancel)
    {
        var ground = await GridGround.LoadAsync(db, me, community, cancel);
        if (form.Has(Move) || form.Has(Count))
        {
            return await AgainAsync(community, ground, form, db, clock, cancel);
        }

        var weight = form.RequiredChoice<GridWeight>("shown", "按什么分");
        var first = form.Date("first", "从哪天起") ?? clock.Today();
        var why = form.Required("why", "为什么", GridsTables.MostWhy);
        var cuts = Read(form.Typed("cuts"));
        if (!SplitRules.AreCuts(cuts, ground.Pieces.Count) || form.Typed("print") != ground.Print)
        {
            form.Wrong("cuts", "楼栋或单元在这期间有变动，请重新划分一次。");
            cuts = [];
        }

        if (first < clock.Today())
        {
            form.Wrong("first", "不能从已经过去的日子起。");
        }
        else if (first > clock.Today().AddDays(MostAhead))
        {
            form.Wrong("first", $"最晚从 {MostAhead} 天以后起，请核对年份。");
        }

        await using var write = await db.BeginWriteAsync(me.Actor, cancel);
        var newest = await NewestAsync(db, community, cancel);
        if (form.Ok && newest is not null && form.Id("seen") != newest.Id)
        {
            form.Wrong("cuts", Divided(newest));
        }

        if (!form.Ok)
        {
            return Page.Again<SplitGridsPage>(Parts(community, ground, cuts.Length > 0 ? cuts.Length : null, weight, cuts, form, clock.Today(), newest));
        }

        var split = new GridSplit
        {
            CommunityId = community, Id = Ids.New(), FirstDay = first, Weight = weight, Why = why, MadeAt = clock.Now(), MadeBy = me.Name,
        };
        var (grids, parts) = Make(split, ground, cuts);
        var today = clock.Today();
        var others = await db.GridSplits.AsTracking().Where(s => s.CommunityId == community && (s.LastDay == null || s.LastDay >= today)).ToListAsync(cancel);
        foreach (var other in others)
        {
            // The one in force ends the day before; one that had not begun never does.
            other.LastDay = (other.FirstDay > today || first < other.FirstDay ? other.FirstDay : first).AddDays(-1);
        }

        await db.SaveChangesAsync(cancel); // the newest of before gives its place up before the next takes it
        if (others.Find(s => s.FirstDay <= today) is { } before)
        {
            db.AddRange(await CarryAsync(db, before, grids, parts, clock.Now(), me.Name, cancel));
        }

        db.Add(split);
        db.AddRange(grids);
        db.AddRange(parts);
        write.Record(community, "grid.split", split.Id, $"划分网格 {grids.Count} 个，从 {first.Full()} 起：{why}");
        try
        {
            await write.CommitAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsTaken())
        {
            return http.Refused(Path(community), "同时有人划分了网格，这次没有保存；请看过他分的再决定。");
        }

        return http.Done(ListGrids.Path(community), $"已划分 {grids.Count} 个网格，从 {first.Full()} 起；接着定每个网格谁负责。");
    }

    /// <summary>The same page with a boundary moved or divided anew, and all that was typed; nothing is written.</summary>
    private static async Task<IResult> AgainAsync(long community, GridGround ground, FormInput form, Db db, TimeProvider clock, CancellationToken cancel)
    {
        var anew = form.Has(Count);
        var weight = form.RequiredChoice<GridWeight>(anew ? "by" : "shown", "按什么分");
        var n = anew ? form.RequiredNumber("n", "分成几个", 1, SplitRules.MostGrids) : 0;
        var (moved, stood) = (Read(form.Typed(Move)), Read(form.Typed("cuts")));
        int[] cuts = anew && form.Ok ? [.. SplitRules.Cuts(ground.Pieces, n, weight)]
            : SplitRules.AreCuts(moved, ground.Pieces.Count) ? moved : SplitRules.AreCuts(stood, ground.Pieces.Count) ? stood : [];
        var newest = await NewestAsync(db, community, cancel);
        if (form.Ok && newest is not null && form.Id("seen") != newest.Id)
        {
            form.Wrong("cuts", Divided(newest));
        }

        var parts = Parts(community, ground, cuts.Length > 0 ? cuts.Length : null, weight, cuts, form, clock.Today(), newest);
        return form.Ok ? Page.Of<SplitGridsPage>(parts) : Page.Again<SplitGridsPage>(parts);
    }

    private static string Divided(GridSplit newest) =>
        $"{newest.MadeBy}在 {newest.MadeAt.Short()} 另外划分过（{newest.Why}，从 {newest.FirstDay.Full()} 起）；这次没有保存，要用这一份代替他的，请再点一次保存。";

    // Made last, begun or not; a form carries which one its writer saw.
    private static Task<GridSplit?> NewestAsync(Db db, long community, CancellationToken cancel) =>
        db.GridSplits.SingleOrDefaultAsync(s => s.CommunityId == community && s.LastDay == null, cancel);

    // A building that lies in one grid with all its units is one part.
    internal static (List<Grid> Grids, List<GridPart> Parts) Make(GridSplit split, GridGround ground, IReadOnlyList<int> cuts)
    {
        var (grids, parts) = (new List<Grid>(), new List<GridPart>());
        var units = ground.Pieces.GroupBy(p => p.Building).ToDictionary(g => g.Key, g => g.Count());
        foreach (var stretch in ground.Stretches(cuts))
        {
            var grid = new Grid { CommunityId = split.CommunityId, Id = Ids.New(), SplitId = split.Id, Number = stretch.Number, Name = $"第{stretch.Number}网格" };
            grids.Add(grid);
            foreach (var building in ground.Pieces.Skip(stretch.First).Take(stretch.End - stretch.First).GroupBy(p => p.Building))
            {
                IEnumerable<int?> ofBuilding = building.Count() == units[building.Key] ? [null] : building.Select(p => (int?)p.Unit);
                parts.AddRange(ofBuilding.Select(unit => new GridPart
                {
                    CommunityId = split.CommunityId, Id = Ids.New(), SplitId = split.Id, GridId = grid.Id, BuildingId = building.Key, Unit = unit,
                }));
            }
        }

        return (grids, parts);
    }

    // Who answered for most of a new grid's buildings goes on there, and the name that people gave it; who is left over is asked for at the list.
    private static async Task<IReadOnlyList<GridDuty>> CarryAsync(
        Db db, GridSplit before, List<Grid> grids, List<GridPart> parts, DateTimeOffset now, string by, CancellationToken cancel)
    {
        var (community, old) = (before.CommunityId, before.Id);
        var were = await db.GridParts.Where(p => p.CommunityId == community && p.SplitId == old).ToListAsync(cancel);
        var ofGrids = were.Select(p => p.GridId).Distinct().ToList();
        var duties = await db.GridDuties.Where(d => d.CommunityId == community && ofGrids.Contains(d.GridId) && d.EndedAt == null).ToListAsync(cancel);
        var names = await db.Grids.Where(g => g.CommunityId == community && g.SplitId == old).ToDictionaryAsync(g => g.Id, g => g.Name, cancel);
        var heirs = new List<GridDuty>();
        var taken = new HashSet<Guid>();
        foreach (var grid in grids)
        {
            var buildings = parts.Where(p => p.GridId == grid.Id).Select(p => p.BuildingId).ToHashSet();
            var most = were.Where(p => buildings.Contains(p.BuildingId) && !taken.Contains(p.GridId)).GroupBy(p => p.GridId).OrderByDescending(g => g.Count()).FirstOrDefault();
            if (most is null)
            {
                continue;
            }

            taken.Add(most.Key);
            grid.Name = RenameGrid.Unnamed().IsMatch(names[most.Key]) ? grid.Name : names[most.Key];
            heirs.AddRange(duties.Where(d => d.GridId == most.Key).Select(d => new GridDuty
            {
                CommunityId = community, Id = Ids.New(), GridId = grid.Id, AccountId = d.AccountId, Name = d.Name, Role = d.Role, Since = now, By = by,
            }));
        }

        return heirs;
    }

    private static int[] Read(string? cuts)
    {
        var parts = (cuts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var read = parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : -1).ToArray();
        return read.Contains(-1) ? [] : read;
    }

    private static object Parts(long community, GridGround ground, int? n, GridWeight by, IReadOnlyList<int> cuts, FormInput form, DateOnly today, GridSplit? seen) =>
        new { Community = community, Ground = ground, Count = n, By = by, Cuts = cuts, Form = form, On = today, Seen = seen?.Id };
}
